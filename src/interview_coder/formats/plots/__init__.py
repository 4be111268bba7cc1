"""Figures of counts for papers, as SVG and PNG: charts of plain values, drawn with matplotlib."""
