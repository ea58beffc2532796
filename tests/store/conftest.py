"""An object store on this machine that speaks S3."""

import logging

import pytest


@pytest.fixture(scope="session")
def s3():
    """The server's address."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3, monkeypatch):
    """The address of an empty bucket, which the usual variables say how to enter."""
    import requests

    monkeypatch.setenv("AWS_ENDPOINT_URL", s3)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "someone")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "something")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    requests.post(f"{s3}/moto-api/reset", timeout=10).raise_for_status()
    requests.put(f"{s3}/examples", timeout=10).raise_for_status()
    return "s3://examples"
