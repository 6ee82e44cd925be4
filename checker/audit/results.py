"""What audits have found, in one SQLite file: it can be stopped and taken up again, and read by anybody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from time import monotonic
from typing import NamedTuple

from flint import fmpq

from checker.audit.run import Examined, Plan
from checker.audit.subject import Slack

FORMAT = 1
SCHEMA = """
create table format (number integer not null);
create table audit (
  id integer primary key, subject text not null, variants integer not null, seed integer not null,
  unique (subject, variants, seed));
create table input (
  audit integer not null references audit, key text not null, number integer not null,
  random integer not null, stands_for integer not null, written text not null, answer text not null,
  sources integer not null, targets integer not null, certificates integer not null, seconds real not null,
  primary key (audit, key));
create table discrepancy (
  audit integer not null references audit, key text not null, kind text not null, words text not null);
create table slack (
  audit integer not null references audit, obligation text not null, least text not null,
  largest text not null, primary key (audit, obligation));
"""
PAUSE = 0.5
"""Seconds between two commits: what a crash may lose."""


class NoResults(Exception):
    """The file holds no results of audits, or not in this format.  Says why."""


class Tally(NamedTuple):
    """All inputs of an audit."""

    subject: str
    variants: int
    seed: int
    inputs: int
    stand_for: int
    random: int
    yes: int
    no: int
    other: int
    """Inputs whose answer is neither."""
    sources: int
    targets: int
    certificates: int
    discrepancies: int
    seconds: float


class Margin(NamedTuple):
    subject: str
    obligation: str
    slack: Slack


class Results:
    """The file; ``with`` closes it."""

    def __init__(self, path: str) -> None:
        """Raises NoResults."""
        try:
            self._file = sqlite3.connect(path)
            tables = {name for (name,) in self._file.execute("select name from sqlite_master")}
            if not tables:
                with self._file:
                    self._file.executescript(SCHEMA)
                    self._file.execute("insert into format values (?)", (FORMAT,))
            elif "format" not in tables:
                raise NoResults("this SQLite file was not written by relucert audit")
            ((number,),) = self._file.execute("select number from format")
        except sqlite3.Error as error:
            raise NoResults(f"no results of audits can be read there: {error}") from None
        if number != FORMAT:
            raise NoResults(f"its format is {number}; this version reads format {FORMAT}")
        self._next = monotonic() + PAUSE

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.commit()
        self._file.close()

    def audit(self, plan: Plan) -> int:
        """The number under which this audit is kept; plans that differ in their sizes alone share one."""
        query = "insert or ignore into audit (subject, variants, seed) values (?, ?, ?)"
        with self._file:
            self._file.execute(query, plan.key)
        query = "select id from audit where subject = ? and variants = ? and seed = ?"
        ((number,),) = self._file.execute(query, plan.key)
        return int(number)

    def done(self, audit: int) -> frozenset[str]:
        """The keys of the tasks that have been examined."""
        return frozenset(
            key for (key,) in self._file.execute("select key from input where audit = ?", (audit,))
        )

    def add(self, audit: int, found: Examined) -> None:
        f = found.findings
        given = (audit, found.key, found.number, found.random, found.stands_for, found.written)
        row = (*given, f.answer, f.sources, f.targets, f.certificates, found.seconds)
        self._file.execute(f"insert into input values ({', '.join('?' * len(row))})", row)
        rows = [(audit, found.key, d.kind, d.words) for d in f.discrepancies]
        self._file.executemany("insert into discrepancy values (?, ?, ?, ?)", rows)
        for name, slack in f.slacks.items():
            for _, before in self._slacks(audit, name):
                slack = slack.joined(before)
            known = (audit, name, str(slack.least), str(slack.largest))
            self._file.execute("insert or replace into slack values (?, ?, ?, ?)", known)
        if monotonic() > self._next:
            self._file.commit()
            self._next = monotonic() + PAUSE

    def kinds(self, audit: int) -> Iterator[tuple[str, str]]:
        """Each kind of discrepancy, and the first input that has one, as a document."""
        query = """
            select kind, written, min(random * 1000000000 + number) as first
            from discrepancy natural join input where audit = ? group by kind order by first, kind"""
        yield from ((kind, written) for kind, written, _ in self._file.execute(query, (audit,)))

    def tallies(self) -> Iterator[Tally]:
        """One for each audit, in the order in which they were begun."""
        query = """
            select subject, variants, seed, count(key), sum(stands_for), sum(random), sum(answer = 'yes'),
              sum(answer = 'no'), sum(answer not in ('yes', 'no')), sum(sources), sum(targets), sum(certificates),
              (select count(*) from discrepancy where discrepancy.audit = id), sum(seconds)
            from audit left join input on id = audit group by id order by id"""
        for subject, *numbers in self._file.execute(query):
            yield Tally(subject, *[number or 0 for number in numbers])

    def margins(self) -> Iterator[Margin]:
        """How far each inequality was from failing, over all inputs of a subject."""
        for number, subject in self._file.execute("select id, subject from audit order by id").fetchall():
            yield from (Margin(subject, name, slack) for name, slack in self._slacks(number, None))

    def _slacks(self, audit: int, name: str | None) -> list[tuple[str, Slack]]:
        query = "select obligation, least, largest from slack where audit = ? and obligation = ifnull(?, obligation)"
        rows = self._file.execute(f"{query} order by obligation", (audit, name))
        return [(found, Slack(fmpq(*_pair(least)), fmpq(*_pair(largest)))) for found, least, largest in rows]


def _pair(text: str) -> tuple[int, int]:
    above, _, below = text.partition("/")
    return int(above), int(below or "1")
