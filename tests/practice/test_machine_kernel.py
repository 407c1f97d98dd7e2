"""What `model-collapse check` finds out about a kernel, which may start or not."""

import sys
import types

import pytest

from model_collapse.commands import _machine


class Client:
    """A kernel's client whose answer is given."""

    def __init__(self, status):
        self.status = status

    def execute(self, code, **options):
        if self.status is None:
            raise TimeoutError("no answer")
        return {"content": {"status": self.status}}

    def stop_channels(self):
        """Do nothing."""


def kernels(monkeypatch, start):
    module = types.ModuleType("jupyter_client.manager")
    module.start_new_kernel = start
    monkeypatch.setitem(sys.modules, "jupyter_client", types.ModuleType("jupyter_client"))
    monkeypatch.setitem(sys.modules, "jupyter_client.manager", module)


@pytest.mark.parametrize(
    ("status", "said"),
    [("ok", "starts and finds"), ("error", "belongs to another Python"), (None, "belongs to another Python")],
)
def test_a_kernel_that_starts(monkeypatch, status, said):
    ended = []
    manager = types.SimpleNamespace(shutdown_kernel=lambda now: ended.append(now))
    kernels(monkeypatch, lambda *_, **__: (manager, Client(status)))
    finding = _machine.kernel()
    assert said in finding.said
    assert finding.lacks == (status != "ok") == bool(finding.command)
    assert ended == [True]


def test_a_kernel_that_does_not_start(monkeypatch):
    def start(*_, **__):
        raise RuntimeError("Kernel died\nbefore replying.")

    kernels(monkeypatch, start)
    finding = _machine.kernel()
    assert finding.said == "The notebook kernel does not start: Kernel died before replying."
    assert finding.command.endswith('-m pip install "--force-reinstall" "ipykernel"')
    monkeypatch.setitem(sys.modules, "jupyter_client.manager", None)
    assert _machine.kernel().said == "The notebook kernel cannot be tried: jupyter-client is missing."


def test_the_kernel_of_this_machine_starts():
    assert _machine.kernel() == _machine.Finding("The notebook kernel starts and finds the package.")
