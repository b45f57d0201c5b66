"""What each number of the model rests on, in the words that stand beside it in KNOBS."""

import pandas as pd

from helpers import studies, theme
from helpers.blood.model import KNOBS
from helpers.view import Text, table_html


def knobs() -> Text:
    """A table of the knobs: start, range (shares as per cent) and what was measured, or not."""
    named = studies.names()
    rows = [
        {
            "Number of the model": knob.label,
            "Start": theme.percent(knob.default),
            "Range": f"{theme.percent(knob.low)} to {theme.percent(knob.high)}",
            "What it rests on": knob.source,
            "Studies": ", ".join(named[study] for study in knob.study_ids) or "none",
        }
        for knob in KNOBS.values()
    ]
    plain = "\n".join(f"{row['Number of the model']}: {row['What it rests on']}" for row in rows)
    caption = "Each number: where it starts, how far it can be moved, what was measured"
    return Text(table_html(pd.DataFrame(rows), caption), plain)
