"""An object store that a dataset lies in; obstore, of the extra `s3`, reaches it."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, NotSupportedError
from obstore.store import from_url

from miwake.errors import DataError

RETRIES = 10  # of a request, with longer and longer pauses


@dataclass(frozen=True)
class BucketStorage:
    """A part of an object store; the usual variables, AWS_..., say how to enter."""

    address: str

    def read(self, key: str) -> bytes | None:
        """The bytes of an object; None where there is no such object."""
        with self._errors():
            try:
                return bytes(obstore.get(self._objects, key).bytes())
            except FileNotFoundError as error:
                if "NoSuchBucket" in str(error):
                    raise
                return None

    def write(self, key: str, content: bytes) -> None:
        """Write an object; object stores show it whole or not at all."""
        with self._errors():
            obstore.put(self._objects, key, content)

    def create(self, key: str, content: bytes) -> bool:
        """Write an object under the condition that there is none of this name."""
        with self._errors():
            try:
                obstore.put(self._objects, key, content, mode="create")
            except AlreadyExistsError:
                return False
            except NotSupportedError:  # an object store that knows no conditions
                obstore.put(self._objects, key, content)
        return True

    def lock(self) -> AbstractContextManager[None]:
        """Nothing: a lock that lies in an object store outlives whoever took it."""
        return nullcontext()

    def delete(self, key: str) -> None:
        """Remove an object, if it is there."""
        with self._errors():
            obstore.delete(self._objects, key)

    def sizes(self) -> dict[str, int]:
        """The sizes of all objects under the address."""
        with self._errors():
            entries = [entry for part in obstore.list(self._objects) for entry in part]
        return {entry["path"]: entry["size"] for entry in entries}

    @cached_property
    def _objects(self) -> Any:
        endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
        options: Any = {"allow_http": endpoint.startswith("http://")}
        with self._errors():
            return from_url(
                self.address, client_options=options, retry_config={"max_retries": RETRIES}
            )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """What an object store objects to, in one line."""
        try:
            yield
        except (BaseError, OSError, ValueError) as error:
            why = " ".join(str(error).partition("Debug source")[0].split())[:300]
            raise DataError(
                "{address} can't be reached ({told}); look at the address and at the "
                "variables AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                address=self.address,
                told=why,
            ) from error
