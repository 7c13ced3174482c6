"""The shelf: an edition is published whole or not at all, and never changes afterwards."""

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from etl.editions import schema
from etl.editions.shelf import Attempt, FileShelf, Run, SchemaShelf, open_shelf
from etl.errors import EditionError
from tests.support.facts import settings_of
from tests.support.network import free_port

FIRST, SECOND = "2026-11-21-aaaaaaaaaaaa", "2026-11-22-bbbbbbbbbbbb"
ATTEMPT = Attempt("2026-11-23T05:30:00+00:00", "needs_person", "1 file refused. Mend it.")


def saying(value):
    """Fills an edition with one fact."""

    def fill(connection):
        connection.execute(insert(schema.edition_info), [{"name": "said", "value": value}])

    return fill


def not_again(connection):
    pytest.fail("an edition that is kept was written again")


def said(shelf, edition_id):
    engine = shelf.engine(edition_id)
    try:
        with engine.connect() as connection:
            return connection.execute(select(schema.edition_info.c.value)).scalar_one()
    finally:
        engine.dispose()


@pytest.fixture
def files(home):
    return open_shelf(settings_of(home))


@pytest.fixture
def schemas(home, postgresql_database):
    return open_shelf(settings_of(home, url=postgresql_database))


@pytest.fixture(params=["files", "schemas"])
def shelf(request):
    return request.getfixturevalue(request.param)


def test_the_settings_decide_where_editions_stand(home):
    assert open_shelf(settings_of(home)) == FileShelf(home / "data" / "editions")
    url = "postgresql+psycopg://x@127.0.0.1/y"
    assert open_shelf(settings_of(home, url=url)) == SchemaShelf(url)


def test_an_empty_shelf_has_nothing_to_show(shelf):
    assert (shelf.current(), shelf.editions(), shelf.last_attempt()) == (None, [], None)


def test_what_is_published_is_current_and_can_be_read(shelf):
    shelf.publish(FIRST, saying("one"))
    assert shelf.current() == FIRST
    assert shelf.editions() == [FIRST]
    assert said(shelf, FIRST) == "one"


def test_a_new_edition_becomes_current_and_the_old_one_stays_as_it_was(shelf):
    shelf.publish(FIRST, saying("one"))
    shelf.publish(SECOND, saying("two"))
    assert shelf.current() == SECOND
    assert shelf.editions() == [FIRST, SECOND]
    assert [said(shelf, FIRST), said(shelf, SECOND)] == ["one", "two"]


def test_an_edition_that_is_kept_is_made_current_and_not_written_again(shelf):
    shelf.publish(FIRST, saying("one"))
    shelf.publish(SECOND, saying("two"))
    shelf.publish(FIRST, not_again)
    assert shelf.current() == FIRST
    assert said(shelf, FIRST) == "one"


def test_an_edition_whose_writing_fails_is_not_there(shelf):
    shelf.publish(FIRST, saying("one"))

    def fail(connection):
        saying("half")(connection)
        raise KeyError("the disk is full")

    with pytest.raises(KeyError):
        shelf.publish(SECOND, fail)
    assert (shelf.current(), shelf.editions()) == (FIRST, [FIRST])
    shelf.publish(SECOND, saying("two"))
    assert (shelf.current(), said(shelf, SECOND)) == (SECOND, "two")


def test_a_reader_of_the_old_edition_is_not_disturbed_by_a_new_one(shelf):
    shelf.publish(FIRST, saying("one"))
    engine = shelf.engine(FIRST)
    with engine.connect() as reader:
        query = select(schema.edition_info.c.value)
        assert reader.execute(query).scalar_one() == "one"
        shelf.publish(SECOND, saying("two"))
        assert reader.execute(query).scalar_one() == "one"
    engine.dispose()


@pytest.mark.parametrize("statement", ["delete from edition_info", "create table x (y integer)"])
def test_nobody_writes_into_an_edition_through_the_engine(shelf, statement):
    shelf.publish(FIRST, saying("one"))
    engine = shelf.engine(FIRST)
    with engine.connect() as connection:
        assert connection.execute(select(schema.edition_info.c.value)).scalar_one() == "one"
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            connection.execute(
                schema.edition_info.delete() if "delete" in statement else text(statement)
            )
    engine.dispose()
    assert said(shelf, FIRST) == "one"


def test_every_table_of_an_edition_is_there(shelf):
    shelf.publish(FIRST, saying("one"))
    engine = shelf.engine(FIRST)
    with engine.connect() as connection:
        for table in schema.metadata.sorted_tables:
            rows = connection.execute(select(table)).all()
            assert len(rows) == (table is schema.edition_info)
    engine.dispose()


def test_an_edition_that_is_not_kept_is_named(shelf):
    shelf.publish(FIRST, saying("one"))
    with pytest.raises(EditionError, match=f"{SECOND} is not kept here"):
        shelf.engine(SECOND)


def test_how_the_last_load_went_is_remembered_with_what_it_did(shelf):
    shelf.note(Attempt("2026-11-22T05:30:00+00:00", "done", "All is well."))
    run = Run("r1", "a.csv", "yourls", "loaded", "2026-11-23T05:30:00Z", 0.5, 3, 2, 0, 1, None)
    attempt = Attempt(ATTEMPT.at, ATTEMPT.status, ATTEMPT.sentence, (run,))
    shelf.note(attempt)
    assert shelf.last_attempt() == attempt
    assert attempt.instant.isoformat() == "2026-11-23T05:30:00+00:00"
    assert shelf.current() is None  # a note is no edition


# --- files -------------------------------------------------------------------------------------


def test_a_published_file_is_never_touched_again(files):
    files.publish(FIRST, saying("one"))
    file = files.folder / f"{FIRST}.sqlite"
    before = (file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino)
    files.publish(FIRST, not_again)
    files.publish(SECOND, saying("two"))
    assert said(files, FIRST) == "one"
    assert (file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino) == before
    names = {path.name for path in files.folder.iterdir()}
    assert names == {"current", f"{FIRST}.sqlite", f"{SECOND}.sqlite"}


def test_a_draft_that_a_crash_left_is_replaced(files):
    files.folder.mkdir(parents=True)
    (files.folder / f".{FIRST}.draft").write_bytes(b"half an edition")
    (files.folder / f".{FIRST}.draft-journal").write_bytes(b"half a journal")
    (files.folder / ".current.draft").write_text("half an i")
    assert (files.current(), files.editions()) == (None, [])
    files.publish(FIRST, saying("one"))
    assert (files.current(), said(files, FIRST)) == (FIRST, "one")


def test_a_crash_before_the_pointer_moved_leaves_the_old_edition_current(files):
    files.publish(FIRST, saying("one"))
    pointer = (files.folder / "current").read_text()
    files.publish(SECOND, saying("two"))
    (files.folder / "current").write_text(pointer)
    assert files.current() == FIRST
    files.publish(SECOND, not_again)
    assert files.current() == SECOND


def test_a_pointer_to_a_file_that_is_gone_shows_nothing(files):
    files.publish(FIRST, saying("one"))
    (files.folder / f"{FIRST}.sqlite").unlink()
    assert files.current() is None


@pytest.mark.parametrize("content", ["", "{", "[]", "7", '{"at": "x"}', '{"runs": 7}'])
def test_a_damaged_note_is_none(files, content):
    files.note(ATTEMPT)
    (files.folder / "attempt.json").write_text(content)
    assert files.last_attempt() is None


@pytest.mark.parametrize("name", ["with space", "50%41", "a?b=c", "one#two", "Überblick", "a'b\"c"])
def test_a_home_may_be_called_anything(tmp_path, name):
    shelf = FileShelf(tmp_path / name / "editions")
    shelf.publish(FIRST, saying("one"))
    assert (shelf.current(), said(shelf, FIRST)) == (FIRST, "one")
    assert [path.name for path in tmp_path.iterdir()] == [name]


# --- schemas -----------------------------------------------------------------------------------


def test_a_database_that_does_not_answer_is_told_in_one_sentence(home):
    url = f"postgresql+psycopg://someone:a-secret-word@127.0.0.1:{free_port()}/uptake"
    shelf = open_shelf(settings_of(home, url=url))
    for question in (shelf.current, shelf.editions, shelf.last_attempt, lambda: shelf.engine("e")):
        with pytest.raises(EditionError, match="UPTAKE_DATABASE_URL") as caught:
            question()
        assert "a-secret-word" not in str(caught.value)


def test_a_database_that_is_not_there_is_no_empty_shelf(home, postgresql_database):
    shelf = open_shelf(settings_of(home, url=f"{postgresql_database}_of_another_name"))
    with pytest.raises(EditionError, match="UPTAKE_DATABASE_URL"):
        shelf.current()
