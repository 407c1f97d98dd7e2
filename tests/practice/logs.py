"""A clean log for tests, as a lab would write it, and its dresses."""

import csv
import io
import json

import numpy as np

import model_collapse as mc

HASH = "a" * 64


def clean_log(rounds=50, seed=1, n=100, m=100, weight=0.618):
    """Return the rows of a log of a mean with one hundred quantities, whose error is squared."""
    rng = np.random.default_rng(seed)
    real = rng.standard_normal((rounds + 1, 100)) / n**0.5
    model, rows = real[0], []
    for t in range(rounds + 1):
        first = t == 0
        if not first:
            model = weight * real[t] + (1 - weight) * (model + rng.standard_normal(100) / m**0.5)
        rows.append(
            {
                "round": t,
                "timestamp": f"2026-01-01T00:00:{t % 60:02d}",
                "n_real": n,
                "n_synthetic": 0 if first else m,
                "n_real_fresh": n,
                "weight": 1.0 if first else weight,
                "error": round(float(1 + model @ model), 6),
                "error_real_only": round(float(1 + real[t] @ real[t]), 6),
                "holdout_sha256": HASH,
                "data_sha256": f"{t:064x}",
                "seed": str(seed),
                "decided_by": "lab",
                "reason": "start" if t == 1 else "",
            }
        )
    return rows


def as_csv(rows, separator=",", decimal="."):
    """Return rows as the text of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([str(cell).replace(".", decimal) if isinstance(cell, float) else cell for cell in row.values()])
    return out.getvalue()


def as_json_lines(rows):
    """Return rows as JSON Lines."""
    return "".join(json.dumps(row) + "\n" for row in rows)


def written(folder, rows, name="log.csv"):
    """Write rows to a file and return its path."""
    path = folder / name
    path.write_text(as_csv(rows), encoding="utf-8")
    return path


def read(folder, rows):
    """Return rows as a log."""
    return mc.practice.RoundLog.read(written(folder, rows))
