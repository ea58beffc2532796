"""The exceptions of miwake; each message says what happened, what was received and what to do.

MiwakeError
├── ArgumentError     a value given to a function of miwake
├── TaskError         a task: its name, its file, its settings, what its functions return
├── DataError         arrays and files that examples are read from
│   └── DownloadError     a dataset that could not be brought here
├── NetworkError      a network that is unknown or does not fit the data
├── RunError          a run folder or a .keras file
└── WorkerError       the processes or the cluster that work was given to
"""


class MiwakeError(Exception):
    """Anything that miwake can explain; the command line prints it in one line."""


class ArgumentError(MiwakeError, ValueError):
    """A value given to a function of miwake can't be used."""


class TaskError(MiwakeError):
    """A task can't be found, read or run."""


class DataError(MiwakeError):
    """Arrays or files can't be used as examples."""


class DownloadError(DataError):
    """A dataset could not be brought here; the message names each way tried."""


class NetworkError(MiwakeError):
    """A network is unknown or does not fit the data."""


class WorkerError(MiwakeError):
    """The processes or the cluster that work was given to are lost, or were never there."""


class RunError(MiwakeError):
    """A run folder or a .keras file is missing, damaged or not to be trusted."""
