"""What the figures of this route call a study."""

from helpers import studies

_OWN = {  # studies of which neither author nor journal was shown in what was read
    "japan_mvi_3cm": "414 in Japan",
    "ehr2021": "1,330 resections, 2021",
}


def study(study_id: str) -> str:
    """ "Lee 2018", or what was counted where no author is known."""
    return _OWN.get(study_id) or studies.names()[study_id]
