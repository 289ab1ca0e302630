"""The style sheet: the same calm shapes for every control, sized by the font."""

from __future__ import annotations

from collections.abc import Callable
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontMetricsF

from nnviz.resources import resource

if TYPE_CHECKING:
    from nnviz.ui.theme import Theme

TONES = ("text", "quiet", "accent", "positive", "negative", "forward", "loss", "backward", "update")
"""Roles that a label can take its colour from (dynamic property ``tone``)."""

TYPE = Template("""
QLabel[role="heading"], QToolButton[role="section"] {
    color: $quiet; font-size: ${small}pt; font-weight: 600; text-transform: uppercase; letter-spacing: ${track}px; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="caption"] { color: $quiet; font-size: ${small}pt; }
QLabel[role="title"] { font-size: ${large}pt; font-weight: 600; }
QLabel:focus { background: $selection; border-radius: $rs; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="code"], QPlainTextEdit[role="code"] {
    font-family: "$mono"; background: $ground; border: 1px solid $line; border-radius: $r; padding: $p4; }
""")

FRAME = Template("""
QMainWindow, QDialog { background: $panel; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QWidget[role="canvas"] { background: $ground; border: none; }
QWidget[role="page"] { background: $panel; border: none; }
QWidget[role="card"] { background: $panel; border: 1px solid $line; border-radius: $r; }
QWidget[role="problem"] { background: $panel; border: 1px solid $negative; border-radius: $r; }
QWidget[role="info"] { background: $panel; border: 1px solid $accent; border-radius: $r; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QMainWindow::separator { background: $line; width: $grip; height: $grip; margin: $gripmargin; }
QMainWindow::separator:hover { background: $accent; }
QToolBar { background: $panel; border: none; border-bottom: 1px solid $line; padding: 0; spacing: 0; }
QStatusBar { background: $panel; color: $quiet; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $quiet; padding: $p1 $p4; }
QMenuBar { background: $panel; border-bottom: 1px solid $line; }
QMenuBar::item { padding: $p2 $p4; border-radius: $rs; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel; border: 1px solid $line; padding: $p2; }
QMenu::item { padding: $p3 $p12 $p3 $p8; border-radius: $rs; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $faint; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: $p2 $p3; }
QMenu::icon { padding-left: $p3; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: $p3; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab { color: $quiet; padding: $p4 $p6; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar:focus { outline: none; }
QTabBar::tab:selected:focus { background: $selection; }
""")

BUTTONS = Template("""
QPushButton, QToolButton[role="button"] {
    background: $panel; color: $text; border: 1px solid $line; border-radius: $r; padding: $p4 $p8; }
QPushButton:hover, QToolButton[role="button"]:hover { background: $hover; }
QPushButton:pressed, QPushButton:open, QToolButton[role="button"]:pressed, QToolButton[role="button"]:open {
    background: $pressed; }
QPushButton:checked, QToolButton[role="button"]:checked {
    background: $selection; border-color: $accent; color: $accentink; }
QPushButton:disabled, QToolButton[role="button"]:disabled { color: $faint; }
QPushButton:focus, QToolButton[role="button"]:focus { border: 2px solid $accent; padding: $p4f $p8f; }
QPushButton[role="primary"], QToolButton[role="primary"] {
    background: $accent; color: $on_accent; border: 1px solid $accent; border-radius: $r; font-weight: 500; }
QToolButton[role="primary"] { padding: $p2 $p4; }
QPushButton[role="primary"]:hover, QToolButton[role="primary"]:hover {
    background: $accenthover; border-color: $accenthover; }
QPushButton[role="primary"]:pressed, QToolButton[role="primary"]:pressed {
    background: $accentpressed; border-color: $accentpressed; }
QPushButton[role="primary"]:disabled, QToolButton[role="primary"]:disabled {
    background: $pressed; border-color: $line; color: $faint; }
QPushButton[role="primary"]:focus, QToolButton[role="primary"]:focus { border: 2px solid $text; padding: $p4f $p8f; }
QToolButton[role="primary"]:focus { padding: $p2f $p4f; }
QPushButton[role="chip"] { border-radius: $round; padding: $p2 $p6; }
QPushButton[role="chip"]:focus { padding: $p2f $p6f; }
QToolButton[role="icon"] {
    background: $panel; border: 1px solid $line; border-radius: $r; padding: $p2 $p4; color: $text; }
QToolButton[role="icon"]:focus { border: 2px solid $accent; padding: $p2f $p4f; }
QToolButton[role="tile"] { background: $ground; border: 1px solid $line; border-radius: $r; padding: $p2; }
QToolButton[role="tile"]:checked { border: 2px solid $accent; }
QToolButton[role="tile"]:focus { border: 2px solid $text; }
QToolButton[role="icon"]:checked { background: $accent; border-color: $accent; }
QToolButton[role="icon"]:checked:focus { border: 2px solid $text; }
QToolButton[role="flat"] { background: transparent; border: 1px solid transparent; border-radius: $rs; padding: $p1; }
QToolButton[role="flat"]:focus, QToolButton[role="section"]:focus { border: 1px solid $accent; }
QToolButton[role="section"] { background: transparent; border: 1px solid transparent; border-radius: $rs; padding: 0; }
QToolButton[role="icon"]:hover, QToolButton[role="flat"]:hover { background: $hover; }
QToolButton[role="icon"]:checked:hover { background: $accenthover; }
QToolButton[role="icon"]:pressed, QToolButton[role="flat"]:pressed { background: $pressed; }
QPushButton[role="menu"] { padding: $p4 $menuroom $p4 $p6; }
QPushButton[role="menu"]:focus { padding: $p4f $menuroom $p4f $p6f; }
QToolButton::menu-indicator { image: none; }
QPushButton::menu-indicator {
    image: url($down); subcontrol-position: right center; right: $p4; width: $arrow; height: $arrow; }
""")

FIELDS = Template("""
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
    background: $field; color: $text; border: 1px solid $line; border-radius: $r; padding: $p4;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $strongline; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border: 2px solid $accent; padding: $p4f; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { color: $faint; background: $ground; }
QLineEdit[wrong="true"], QAbstractSpinBox[wrong="true"], QComboBox[wrong="true"] { border: 2px solid $negative;
    padding: $p4f; }
QComboBox { padding: $p4 $arrowroom $p4 $p4; }
QComboBox:focus, QComboBox[wrong="true"] { padding: $p4f $arrowroom $p4f $p4f; }
QComboBox::drop-down { border: none; width: $arrowroom; subcontrol-position: right center; }
QComboBox::down-arrow { image: url($down); width: $arrow; height: $arrow; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; padding: $p1; outline: none;
    selection-background-color: $accent; selection-color: $on_accent; }
QAbstractSpinBox { padding: $spintop $arrowroom $spinbottom $p4; }
QAbstractSpinBox:focus, QAbstractSpinBox[wrong="true"] { padding: $spintopf $arrowroom $spinbottomf $p4f; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: $arrowroom; border: none; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url($up); width: $smallarrow; height: $smallarrow; }
QAbstractSpinBox::down-arrow { image: url($down); width: $smallarrow; height: $smallarrow; }
QCheckBox, QRadioButton { spacing: $p4; padding: $p1; border: 1px solid transparent; border-radius: $rs; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $accent; }
QCheckBox::indicator, QRadioButton::indicator {
    width: $tick; height: $tick; border: 1px solid $strongline; border-radius: $rs; background: $field; }
QRadioButton::indicator { border-radius: $tickround; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QRadioButton::indicator:checked { border: $dot solid $accent; width: $hole; height: $hole; background: $on_accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:indeterminate { background: $selection; border-color: $accent; }
QCheckBox::indicator:disabled { background: $pressed; border-color: $line; }
""")

VALUES = Template("""
QSlider { min-height: $knobroom; }
QSlider::groove:horizontal { height: $groove; background: $line; border-radius: $grooveround; }
QSlider::sub-page:horizontal { background: $accent; border-radius: $grooveround; }
QSlider::sub-page:horizontal:disabled { background: $strongline; }
QSlider::handle:horizontal { background: $panel; border: 2px solid $accent; width: $knob; height: $knob;
    margin: $knobout 0; border-radius: $knobround; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:pressed { background: $accent; }
QSlider::handle:horizontal:focus { border: 2px solid $text; background: $accent; }
QSlider::handle:horizontal:disabled { border-color: $strongline; }
QProgressBar { background: $line; border: none; border-radius: $barround; min-height: $bar; max-height: $bar; }
QProgressBar::chunk { background: $accent; border-radius: $barround; }
QTableView, QTreeView, QListView { background: transparent; border: none; gridline-color: transparent; outline: none;
    selection-background-color: $selection; selection-color: $text; }
QListView::item, QTreeView::item { padding: $p2 $p3; border-radius: $rs; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected {
    background: $selection; color: $text; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 1px solid $accent; border-radius: $rs; }
QHeaderView, QHeaderView::section { background: transparent; color: $quiet; border: none; }
QHeaderView::section { border-bottom: 1px solid $line; padding: $p2 $p4; }
QTableCornerButton::section { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: $scroll; margin: 0; }
QScrollBar:horizontal { background: transparent; height: $scroll; margin: 0; }
QScrollBar::handle { background: $strongline; border-radius: $scrollround; margin: 2px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::handle:vertical { min-height: $p12; }
QScrollBar::handle:horizontal { min-width: $p12; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(theme: Theme, font: QFont, mono: QFont) -> str:
    """Return the style sheet of ``theme`` for controls in ``font``; every length is a share of its height."""
    values = _colours(theme) | _lengths(font) | {"mono": mono.family()}
    values["up"], values["down"] = _picture("spin-up"), _picture("spin-down")
    values["check"] = _picture("tick-dark" if theme.dark else "tick-light")
    tones = "".join(f'QLabel[tone="{tone}"] {{ color: {theme.ink(tone)}; }}\n' for tone in TONES)
    return "".join(part.substitute(values) for part in (FRAME, TYPE, BUTTONS, FIELDS, VALUES)) + tones


def em(font: QFont) -> Callable[[float], int]:
    """Return the function from a share of the height of ``font`` to whole pixels (at least one)."""
    height = QFontMetricsF(font).height()
    return lambda share: max(1, round(height * share))


def _picture(name: str) -> str:
    return resource("icons", f"{name}.svg").as_posix()


def _colours(theme: Theme) -> dict[str, str]:
    roles = ("ground", "panel", "line", "text", "quiet", "accent", "on_accent", "negative")
    colours = {role: theme.hex(role) for role in roles}
    return colours | {
        "hover": theme.between("panel", "text", 0.05),
        "pressed": theme.between("panel", "text", 0.1),
        "selection": theme.tint("accent", 0.14),
        "field": theme.between("panel", "ground", 0.5) if theme.dark else theme.panel,
        "faint": theme.between("quiet", "panel", 0.4),
        "strongline": theme.between("line", "quiet", 0.5),
        "accentink": theme.ink("accent"),
        "accenthover": theme.between("accent", "text", 0.12),
        "accentpressed": theme.between("accent", "text", 0.22),
    }


def _lengths(font: QFont) -> dict[str, str]:
    u = em(font)
    sizes = {
        "r": u(0.4),
        "rs": u(0.25),
        "round": u(0.65),
        "arrow": u(0.65),
        "smallarrow": u(0.5),
        "arrowroom": u(1.4),
        "menuroom": u(1.6),
        "tick": u(0.95),
        "tickround": u(0.95) // 2 + 1,
        "dot": u(0.3),
        "hole": u(0.95) + 2 - 2 * u(0.3),
        "spintop": u(0.4) - 1,  # a spin box is three pixels higher than a line edit by itself
        "spinbottom": u(0.4) - 2,
        "spintopf": u(0.4) - 2,
        "spinbottomf": max(0, u(0.4) - 3),
        "groove": u(0.3),
        "grooveround": u(0.3) // 2,
        "knob": u(0.8),
        "knobround": u(0.8) // 2 + 2,
        "knobroom": u(1.5),
        "knobout": -((u(0.8) + 4 - u(0.3)) // 2),
        "bar": u(0.5),
        "barround": u(0.5) // 2,
        "scroll": u(0.75),
        "scrollround": max(1, u(0.75) // 2 - 2),
        "grip": 1,
        "gripmargin": 2,
    }
    for tenth, share in {1: 0.1, 2: 0.2, 3: 0.3, 4: 0.4, 6: 0.6, 8: 0.8, 12: 1.6}.items():
        sizes[f"p{tenth}"] = u(share)
        sizes[f"p{tenth}f"] = max(0, u(share) - 1)  # the focus ring is one pixel wider than the border
    points = font.pointSizeF()
    # A style sheet takes type in points only; these follow the font because the sheet is made from it.
    type_sizes = {"small": f"{points * 0.86:.2f}", "large": f"{points * 1.12:.2f}", "track": f"{u(0.05)}"}
    return {name: f"{size}px" for name, size in sizes.items()} | type_sizes
