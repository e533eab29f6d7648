"""What an item is made of, once its files are read. A version never changes: all is frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yingzhou.core.periods import Period, Unit
from yingzhou.policy.book import Key

APPLICANT, SYSTEM = "applicant", "system"
DESKS = {"counter": "受理窗口", "village": "村居", "town": "乡镇", "district": "区民政局"}
"""Who acts at a stage, and what the applicant reads."""
ACTORS = {APPLICANT: "申请人", **DESKS, SYSTEM: "系统"}
CHANNELS = {
    "counter": "窗口", "online": "网上", "terminal": "自助终端", "village": "村居代办",
    "district": "主动发起",
}  # fmt: skip
KINDS = {
    "text": "一行字", "long": "一段话", "choice": "选一个", "choices": "选几个", "yesno": "是或否",
    "date": "日期", "money": "金额", "number": "数字", "month": "月份", "phone": "手机号",
    "identity": "身份证号", "address": "地址", "division": "村居", "members": "家庭成员",
    "account": "银行账户", "bank": "银行名称", "facility": "登记的设施", "person": "登记里的人",
    "email": "电子邮箱", "uscc": "统一社会信用代码",
}  # fmt: skip
"""How a question is answered, as officers read it."""
WORDS = "监督和公开"
"""The topic of complaints, suggestions and objections."""
SUBJECTS = {"person": "个人", "household": "家庭", "organisation": "单位"}
OFTEN: dict[str, Period | None] = {
    "每周": Period(7, Unit.DAYS),
    "每月": Period(1, Unit.MONTHS),
    "每季": Period(3, Unit.MONTHS),
    "不用再上门": None,
}
"""How often somebody is visited again, the most often first."""
REGISTERS = {"any": "不限户籍", "city": "上海户籍", "district": "本区户籍"}


@dataclass(frozen=True)
class Whom:
    """Of whom a question makes sense, by what is known of the member (``each``) or of whoever
    applies: from ``low`` years of age, under ``under``, of one ``sex``. ``otherwise``: the answer
    that goes without saying of all others, for the rules. Of whom nothing is known it is asked."""

    low: int = 0
    under: int = 0
    sex: str = ""
    otherwise: Any = None

    def fits(self, age: int | None, sex: str) -> bool:
        is_of_age = age is None or (age >= self.low and (not self.under or age < self.under))
        return is_of_age and (not self.sex or sex in ("", self.sex))


@dataclass(frozen=True)
class Field:
    """One question. ``options``: of a text, suggestions. ``when``: asked only if other answers are
    as said. ``known``: the source from which the district may know it already. ``fact``: the fact
    of the policy rules that it answers. ``each``: asked of every member of the household. ``past``:
    of a step, a day that has come (a visit of next week is none); of a number, a year that is over.
    ``within``: the question of whose amount this is a part. ``compared``: stands beside what the
    registers know although no rule counts with it. ``whom``: of whom it makes sense."""

    key: str
    ask: str
    kind: str
    label: str
    options: tuple[str, ...] = ()
    required: bool = True
    help: str = ""
    when: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    known: str = ""
    fact: str = ""
    each: bool = False
    low: int | None = None
    high: int | None = None
    past: bool = False
    within: str = ""
    compared: bool = False
    whom: Whom | None = None


@dataclass(frozen=True)
class Material:
    """A paper. ``known``: where the district has it already, so that nobody is asked for it.
    ``on_site``: shown or signed where one comes in person; no photograph of it is any good."""

    key: str
    name: str
    required: bool = True
    help: str = ""
    basis: str = ""
    when: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    known: str = ""
    on_site: bool = False


@dataclass(frozen=True)
class ClockSpec:
    """A period as the law gives it. ``holder``: whose time it is. ``on_end``: the transition that
    happens by itself. ``promise``: its last day is what the applicant is told."""

    key: str
    name: str
    period: Period
    basis: str
    confidence: str = "seen"
    holder: str = ""
    on_end: str = ""
    may_extend: int = 0
    promise: bool = False


@dataclass(frozen=True)
class Stage:
    """``clocks`` run while the case is here, ``pauses`` stand still meanwhile. ``weighs``: what is
    found out here decides, so that no way on is the usual one."""

    key: str
    name: str
    plain: str
    by: str
    clocks: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    is_final: bool = False
    weighs: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter of an item. Paragraphs may hold the words of :data:`PLACES`. ``facts``: questions of
    steps or of the form whose answers stand in it as they were typed."""

    template: str
    title: str
    paragraphs: tuple[str, ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowUp:
    """Who is visited again and again once the step is taken. ``kind``: of visits; ``often``: the
    step's question how often (one of :data:`OFTEN`); ``risk``: the question of an earlier step
    whose answer asks for so many at ``least``."""

    kind: str
    often: str
    risk: str
    least: dict[str, str]
    basis: str
    confidence: str = "unverified"


@dataclass(frozen=True)
class Transition:
    """What may be done at a stage. ``needs``: guards; ``asks``: what is filled in at this step.

    ``counts_from``: periods that begin with it count from then (``receipt``: when the papers came
    in). ``excludes``: the rating that the matter is about does not count any more. ``says``: what
    is written where other steps give a reason (the sentence of a certificate)."""

    key: str
    name: str
    sources: tuple[str, ...]
    target: str
    by: str
    permission: str
    needs: tuple[str, ...] = ()
    asks: tuple[Field, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    letter: str = ""
    message: str = ""
    publicity: str = ""
    consults: bool = False
    corrects: str = ""
    proposes: str = ""
    decides: str = ""
    closes: str = ""
    counts_from: str = ""
    excludes: str = ""
    says: str = ""
    help: str = ""
    follow_up: FollowUp | None = None


@dataclass(frozen=True)
class Process:
    key: str
    name: str
    start: str
    stages: dict[str, Stage]
    transitions: dict[str, Transition]
    clocks: dict[str, ClockSpec]
    letters: dict[str, Letter]

    def ways_from(self, stage: str) -> list[Transition]:
        return [way for way in self.transitions.values() if stage in way.sources]

    def task_at(self, stage: str) -> str:
        """The permission of whoever must act there: that of the first way on."""
        by = self.stages[stage].by
        return next((way.permission for way in self.ways_from(stage) if way.by == by), "")


@dataclass(frozen=True)
class Department:
    """Who works side by side on it (协同办理), and for how long. ``shows``: the questions (of
    the form or of steps) whose answers it reads, and no others; ``report``: it tells what it found,
    not yes or no."""

    unit: str
    question: str
    period: Period
    kind: str = "joint"
    basis: str = ""
    permission: str = "cases.opinion"
    shows: tuple[str, ...] = ()
    report: bool = False


@dataclass(frozen=True)
class Publicity:
    """公示: for how many natural days, what is shown (a closed list: name, village, members,
    amount, item)."""

    days: int
    show: tuple[str, ...]
    basis: str
    confidence: str = "seen"


@dataclass(frozen=True)
class Checks:
    """Outside authorities that are asked about whoever agreed (``providers``, by the codes of
    :mod:`yingzhou.kernel.exchange.providers`), from stage ``at`` on. While one of them is silent
    the periods run on and whoever waits is told; those of ``suspends`` stand still, where the law
    (``article``) lets them."""

    at: str
    providers: tuple[str, ...]
    basis: str
    confidence: str = "seen"
    suspends: tuple[str, ...] = ()
    article: str = ""


@dataclass(frozen=True)
class Assesses:
    """The applicant is assessed with an instrument (of :mod:`yingzhou.kernel.assessments`) at stage
    ``at``; what is found there counts in the place of what was declared."""

    at: str
    instrument: str


@dataclass(frozen=True)
class Apart:
    """A matter about those who would handle it: the district takes it in itself, and neither the
    counter nor town or village sees it. ``when``: answers that say so, any of them; ``who``: the
    question that says about whom; ``about``: the one that names a matter which was dealt with: who
    complains of it complains of those who did; ``words``: of whom it speaks there, beside towns and
    villages by their names."""

    when: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    who: str = ""
    about: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class OnRoll:
    """That a family is on a roll of the district's: by its register, or because one of the items
    ``granted`` was and none of ``ended`` has taken it away since. ``say``, ``instead``: what who
    asks is told, and where to go."""

    roll: str
    say: str
    instead: str = ""
    granted: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()


@dataclass(frozen=True)
class Awards:
    """What a decision does to what is paid already. ``ends``: where it is decided against the
    family, these end with the month; ``sets``: where it is granted, these may fall to the amount
    that was decided; ``gives_way``: where it is granted, these may fall to what the rule gives, for
    it is paid instead of them."""

    ends: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    gives_way: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slots:
    """A day is asked for beforehand. ``day``, ``part``: the questions that say when; ``ahead``: so
    many days at most; ``capacity``: so many people in a part of a day, at one counter or, of what
    the district begins itself, in the whole district."""

    day: str
    part: str
    ahead: int
    capacity: int
    basis: str
    confidence: str = "unverified"


@dataclass(frozen=True)
class Apply:
    """How an item is applied for. ``many``: several at once are right. ``home``: the question that
    says whose village's matter it is, where that is not the applicant's. ``secret``: who asked is
    told to nobody without need (whoever reports something is protected). ``confidential_unless``:
    the question by which whoever asks lets their name be told; without a yes only those who have
    the matter in hand read it. ``about``: the questions
    that tell whom it is about, where that is not the applicant. ``urgent``: answers (``when``) that
    let nothing wait, and what is said (``say``) to all who see them. ``one_each``: a family has one
    open at a time, whoever of it asks. ``only``: for those on a roll; ``already``: those on it are
    told so first, and may still ask. ``decision``: the rule that
    decides; its ``hearing`` is the item by which a family is heard before it gets less."""

    subject: str
    register: str
    channels: tuple[str, ...]
    process: Process
    form: tuple[Field, ...]
    materials: tuple[Material, ...]
    data: str
    decision: dict[str, str]
    publicity: Publicity | None
    departments: tuple[Department, ...]
    fee: dict[str, Any]
    result: str
    retention: dict[str, Any]
    many: bool = False
    home: str = ""
    secret: bool = False
    confidential_unless: str = ""
    apart: Apart | None = None
    one_each: str = ""
    only: OnRoll | None = None
    already: OnRoll | None = None
    about: tuple[str, ...] = ()
    urgent: dict[str, Any] = field(default_factory=dict)
    checks: Checks | None = None
    slots: Slots | None = None
    awards: Awards = Awards()
    assesses: Assesses | None = None


@dataclass(frozen=True)
class Item:
    """``code``: programme and folder, such as relief/dibao. ``rules``: those of its folder.
    ``apply`` is None for a guide. ``content``: the files as read, process resolved."""

    code: str
    name: str
    plain: str
    synonyms: tuple[str, ...]
    basis: tuple[dict[str, Any], ...]
    who: str
    where: str
    rules: tuple[Key, ...]
    folder: Path
    pinyin: str = ""
    topics: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    confidence: str = "seen"
    valid_from: str = ""
    guide: dict[str, Any] = field(default_factory=dict)
    apply: Apply | None = None
    content: dict[str, Any] = field(default_factory=dict)

    @property
    def is_word(self) -> bool:
        """Somebody reports, complains or objects: they want to be heard, and it is no moment to
        ask what else their family might get."""
        return WORDS in self.topics or (self.apply is not None and self.apply.secret)
