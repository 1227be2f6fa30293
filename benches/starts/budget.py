"""The budget: hard limits of sizes, what was measured when it was recorded, and how far a size may be above the recorded one.

Sizes decide. Times are printed beside the recorded ones and decide nothing: a machine of other speed, or one that does something
else, would decide instead. The yardstick says how fast each machine was.
"""
import json
import pathlib
import platform

FILE = pathlib.Path(__file__).with_name("budget.json")


class Budget:
    """What the file says."""

    def __init__(self):
        self.recorded = json.loads(FILE.read_text())
        self.limits = self.recorded["limits"]

    def above(self, function, zip_bytes):
        """Sentences about a function's size, if it is too large."""
        recorded = self.of(function)
        if not recorded:
            return [f"{function.name}: nothing is recorded of it"]
        limit = self.limits["light_zip_bytes"]
        if not function.engine and zip_bytes >= limit:
            return [f"{function.name}: its zip has {zip_bytes} bytes, and has to have less than {limit}"]
        most = round(recorded["zip_bytes"] * self.limits["growth"])
        if self.is_comparable() and zip_bytes > most:
            return [f"{function.name}: its zip has {zip_bytes} bytes; {recorded['zip_bytes']} were recorded, which allows {most}"]
        return []

    def of(self, function):
        """What is recorded of a function; empty when nothing is."""
        return self.recorded["functions"].get(function.name, {})

    def is_comparable(self):
        """Whether code for this machine's processor was recorded."""
        return platform.machine() == self.recorded["machine"]

    def record(self, functions, warm, yardstick):
        """Makes these figures the recorded ones."""
        self.recorded = {"limits": self.limits, "machine": platform.machine(), "yardstick": yardstick, "warm": warm,
                         "functions": functions}
        FILE.write_text(json.dumps(self.recorded, indent=2) + "\n")
