"""Subscriptions to the events of the kernel below; connected when the app is ready."""

from yingzhou.core.events import subscribe
from yingzhou.kernel.organisations import services
from yingzhou.kernel.people.events import LifeEventReversed, PersonDied


@subscribe(PersonDied)
def posts_end(event: PersonDied) -> None:
    services.end_posts_of_the_dead(event_id=event.event_id, on=event.on)


@subscribe(LifeEventReversed)
def posts_return(event: LifeEventReversed) -> None:
    services.restore_posts(event_id=event.event_id)
