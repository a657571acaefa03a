"""A pytest plugin that has MLflow's own tests talk to a Spanloom server, see README.md.

Tests that start an MLflow server get a Spanloom of their own (the jar of SPANLOOM_JAR). Tests that
would use a database or a folder get the running server of SPANLOOM_URL, without the traces of the
tests before.
"""

import contextlib
import os
import socket
import subprocess
import tempfile
import time

import mlflow
import pytest
import requests

_LOCAL = ("sqlite:", "file:", "/")
_FOREVER_MILLIS = 9_999_999_999_999


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def spanloom(*ignored, **ignored_too):
    mlflow.set_tracking_uri(None)
    url = f"http://127.0.0.1:{_free_port()}"
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "log"), "w+") as log:
        process = subprocess.Popen(
            ["java", "-Xmx400m", "-XX:TieredStopAtLevel=1", "-jar", os.environ["SPANLOOM_JAR"]]
            + ["server", "--store", f"sqlite:{folder}/store.db", "--port", url.split(":")[-1]],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _await_ready(url, process, log)
            yield url
        finally:
            process.terminate()
            process.wait(30)


def _await_ready(url, process, log):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(requests.ConnectionError, requests.Timeout):
            if requests.get(url + "/ready", timeout=1).ok:
                return
        time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"no server at {url} after 30 s:\n{log.read()}")


class SpanloomThread:
    """In the place of the tests' ServerThread."""

    def __init__(self, app=None, port=None):
        self._server = spanloom()

    def __enter__(self):
        return self._server.__enter__()

    def __exit__(self, *exception):
        return self._server.__exit__(*exception)


def _without_traces(url):
    client = mlflow.MlflowClient(url)
    for experiment in client.search_experiments():
        client.delete_traces(
            experiment_id=experiment.experiment_id, max_timestamp_millis=_FOREVER_MILLIS
        )
    return url


def _redirecting(original):
    def set_tracking_uri(uri):
        url = os.environ.get("SPANLOOM_URL")
        if url and uri is not None and str(uri).startswith(_LOCAL):
            uri = _without_traces(url)
        return original(uri)

    return set_tracking_uri


def pytest_configure(config):
    import mlflow.tracking
    import mlflow.tracking._tracking_service.utils as service
    import tests.tracking.integration_test_utils as servers

    servers._init_server = spanloom
    servers.ServerThread = SpanloomThread
    redirecting = _redirecting(service.set_tracking_uri)
    for module in (mlflow, mlflow.tracking, service):
        module.set_tracking_uri = redirecting


@pytest.fixture
def db_uri(tmp_path):
    """What MLflow's own conftest makes of a migrated database; nothing reads it here."""
    return f"sqlite:///{tmp_path}/unused.db"
