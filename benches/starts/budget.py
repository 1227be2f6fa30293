"""The budget: what was measured when it was recorded, hard limits, and how far a figure may be above the recorded one.

Times of two machines compare through a yardstick, which is measured among the starts: where it takes longer, a recorded
time counts as that many times more, and so does a limit.
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

    def above(self, function, figures, yardstick):
        """Sentences about a function's figures that are too high."""
        hard = self.limits["engine" if function.engine else "light"]
        recorded = self.recorded["functions"].get(function.name)
        if recorded is None:
            return [f"{function.name}: nothing is recorded of it"]
        return self.compare(function.name, figures, hard, recorded, yardstick)

    def above_warm(self, figures, yardstick):
        """The same of a warm function."""
        return self.compare("warm", figures, self.limits["warm"], self.recorded["warm"], yardstick)

    def compare(self, name, figures, hard, recorded, yardstick):
        there = self.recorded["yardstick"]
        factors = {"zip_bytes": 1.0, "start_ms": yardstick["wall_ms"] / there["wall_ms"]}
        sentences = []
        for key, figure in figures.items():
            factor = factors.get(key, yardstick["cpu_ms"] / there["cpu_ms"])
            # Nothing is excused by a fast machine.
            limit = hard.get(key, float("inf")) * max(factor, 1.0)
            most = recorded[key] * self.limits["growth"] * factor
            if figure >= limit:
                sentences.append(f"{name}: {key} is {figure}, and has to be below {limit:.6g}")
            elif figure > most:
                sentences.append(f"{name}: {key} is {figure}; {recorded[key]} was recorded, which allows {most:.6g} here")
        return sentences

    def notice(self):
        """Why the figures compare badly, if they do."""
        here, there = platform.machine(), self.recorded["machine"]
        return f"note: recorded on {there}, measured on {here}, for which other code is built" if here != there else ""

    def record(self, functions, warm, yardstick):
        """Makes these figures the recorded ones."""
        self.recorded = {"limits": self.limits, "machine": platform.machine(), "yardstick": yardstick, "warm": warm,
                         "functions": functions}
        FILE.write_text(json.dumps(self.recorded, indent=2) + "\n")
