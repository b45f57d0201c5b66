"""From a complaint to the sites to think of: where they lie, and how many had it."""

import ipywidgets as widgets

from helpers.atlas import figures_complaints, known
from helpers.atlas.figures_map import marked_width, stored
from helpers.controls import make, shared
from helpers.explorer import Choice, Explorer
from helpers.live import Drawing

TITLE = "Which sites does a complaint bring to mind?"
FIRST = "headache or sudden coma"  # of the case


class Complaints(Explorer):
    """The explorer of the counts, and beside it ``map``, the body with the sites marked."""

    def __init__(self) -> None:
        choice = Choice("The complaint", known.complaints(), FIRST)
        super().__init__(TITLE, figures_complaints.sites_to_think_of, complaint=choice)
        # its room is there before it is drawn: a plot beside it is not drawn anew for a late one
        room = shared(widgets.Layout, flex="0 0 auto", width=f"{marked_width()}px")
        self.map = Drawing(self.drawn(), layout=room)
        self.controls["complaint"].observe(lambda _: self.map.show(self.drawn()), "value")
        self.box.layout = shared(widgets.Layout, flex="1 1 480px", min_width="0", padding="4px")
        wide = shared(widgets.Layout, flex_flow="row wrap", align_items="flex-start")
        self.box = make(widgets.HBox, [self.box, self.map], layout=wide)

    def drawn(self) -> str:
        """SVG of the body with the sites of the complaint of now."""
        return figures_complaints.map_of(self.state["complaint"])

    def to_html(self, page: bool = False) -> str:
        """The map, and the HTML figure of the counts."""
        label = figures_complaints.places(self.state["complaint"])
        return stored(self.drawn(), label) + super().to_html(page)


def explore_complaints() -> Complaints:
    """From a complaint to the sites to think of, with the counts that were found."""
    return Complaints()
