"""What beat plays of stage 2: each of these can be run again at any time, with no further effect."""

from celery import shared_task

from expect.kernel.clock import now, paris_day
from missions import closing, posts, returns, silence


@shared_task
def complete_missions() -> int:
    """Complete the missions whose day of return is past; returns how many."""
    at = now()
    return len(returns.complete_missions(on=paris_day(at), at=at))


@shared_task
def follow_charges() -> int:
    """Give what is open to the posts now in charge; returns how many needs and missions."""
    at = now()
    return posts.follow_charges(on=paris_day(at), at=at)


@shared_task
def expire_requests() -> int:
    """Close the needs whose wished period is over; returns how many."""
    at = now()
    return len(closing.expire_requests(on=paris_day(at), at=at))


@shared_task
def follow_silence() -> int:
    """Remind the holders asked, tell DAECT of those who did not answer; returns how many were told of."""
    at = now()
    return sum(silence.follow_silence(on=paris_day(at), at=at))


@shared_task
def follow_turns() -> int:
    """Remind those whose turn it is on a mission, tell DAECT of the silences; returns how many were told of."""
    at = now()
    return sum(silence.follow_turns(on=paris_day(at), at=at))
