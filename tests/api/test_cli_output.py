"""Replies leave as one JSON document or as text that cannot command a terminal."""

import json

import pytest

from api.cli.output import Reply, Screen, Voice, drawn, encoded, printable, send
from api.cli.standing import Standing
from graph.errors import Text


def test_json_keeps_letters_and_ends_with_a_line_break():
    assert encoded({"città": "Crema"}) == '{\n  "città": "Crema"\n}\n'


def test_a_number_that_is_none_is_never_written_as_json():
    with pytest.raises(ValueError, match="JSON"):
        encoded({"score": float("nan")})


@pytest.mark.parametrize("hostile", ["\x1b[31mred", "a\x07b", "a\x9bb", "a\u202eb", "a\rb"])
def test_what_could_command_a_terminal_is_taken_out(hostile):
    shown = printable(hostile)

    assert "\ufffd" in shown
    assert not any(letter in shown for letter in "\x1b\x07\x9b\u202e\r")


def test_markup_in_data_is_shown_as_it_is():
    reply = Reply(None, lambda screen: screen.table([Text("Nome", "Name")], [["[bold red]Bar[/] :smile:"]]))

    assert "[bold red]Bar[/] :smile:" in drawn(reply, "it")


def test_colours_are_for_terminals_only(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    reply = Reply(None, lambda screen: screen.say("strong", "bold"))

    assert "\x1b[" in drawn(reply, "it", terminal=True)
    assert "\x1b[" not in drawn(reply, "it")


def test_an_identifier_is_never_broken_in_a_table():
    id = "0192d0e0-7b3a-7000-8000-00000000abcd"
    rows = [["a very long name " * 20, "another very long one " * 20, id]]

    assert id in drawn(
        Reply(None, lambda screen: screen.table([Text("a", "a"), Text("b", "b"), Text("c", "c")], rows)), "it"
    )


def test_a_screen_speaks_its_language():
    reply = Reply(None, lambda screen: screen.say(Text("sì", "yes")))

    assert drawn(reply, "it").strip() == "sì"
    assert drawn(reply, "en").strip() == "yes"


def test_a_broken_letter_does_not_stop_the_json(capsys):
    send(Reply({"name": "caf\udce9"}, lambda screen: None), Voice("it", json=True), Standing())

    assert json.loads(capsys.readouterr().out) == {"name": "caf\udce9"}


def test_progress_goes_to_standard_error(capsys):
    Voice("en").tell(Text("fatto", "done"))

    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "done\n")


def test_raw_text_is_not_wrapped():
    long = "a;" * 200 + "\n"

    assert drawn(Reply(None, lambda screen: screen.raw(long)), "it") == long


def test_a_screen_starts_empty():
    assert Screen("it").page.getvalue() == ""


def test_a_long_item_hangs_under_its_mark():
    shown = drawn(Reply(None, lambda screen: screen.say("word " * 40, indent=3, mark="- ")), "it").splitlines()

    assert len(shown) > 1
    assert shown[0].startswith("   - word")
    assert all(line.startswith("     word") for line in shown[1:])
