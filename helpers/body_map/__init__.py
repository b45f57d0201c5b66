"""The drawing of the body, coloured by value: static SVG and a widget to choose sites on."""
