"""The invented people of the demonstration, at `.test` addresses, and the roles that they hold."""

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress

from expect.accounts.enums import Role, SignedAct
from expect.accounts.models import Membership, Organisation, SigningAuthority, User
from expect.demo.accounts import DEMO_ACCOUNTS, DOMAIN
from expect.demo.seed.calendar import Calendar
from expect.demo.seed.stories import STORIES, Story
from expect.territory.models import Country, DiplomaticPost
from expect.territory.selectors import post_in_charge

LONG_AGO = -1200
FIRST_NAMES = (
    "Amélie Bruno Chloé Damien Élise Farid Gaëlle Henri Ingrid Jules Karima Loïc Maud Noël Odile Pierre Rachida Serge "
    "Thaïs Ugo Valérie Wassim Xavier Yasmine Zoé"
).split()
LAST_NAMES = (
    "Arnaud Besson Carlier Duval Évrard Faure Garnier Hamel Issard Joly Klein Leroux Masson Nicolas Ollivier Pascal "
    "Quentin Renaud Savary Tessier Urbain Vidal Weber Yvon Zimmer"
).split()

WOMEN = frozenset(
    "Amélie Chloé Élise Gaëlle Ingrid Karima Maud Odile Rachida Thaïs Valérie Yasmine Zoé".split()
)


def title(person: User | str, feminine: str, masculine: str) -> str:
    """What an invented person is called: « Présidente » or « Président »."""
    first_name = getattr(person, "first_name", person)
    return feminine if first_name in WOMEN else masculine


def name(n: int) -> tuple[str, str]:
    """The nth invented first name and name; the first 625 differ."""
    return FIRST_NAMES[n % 25], LAST_NAMES[(n * 7 + n // 25) % 25]


@dataclass
class Cast:
    """Who acts in the story."""

    calendar: Calendar
    officer: User
    head: User
    committee: list[User]
    bodies: dict[Story, tuple[Organisation, User, User]] = field(default_factory=dict)
    posts: dict[DiplomaticPost, User] = field(default_factory=dict)

    def body(self, story: Story) -> Organisation:
        """The body of a story."""
        return self.bodies[story][0]

    def editor(self, story: Story) -> User:
        """Who fills in for it."""
        return self.bodies[story][1]

    def signatory(self, story: Story) -> User:
        """Who signs for it."""
        return self.bodies[story][2]

    def agent(self, country: Country, offset: int) -> User:
        """The agent of the post in charge of a country on that day."""
        return self.posts[post_in_charge(country, self.calendar.day(offset))]


def gather(calendar: Calendar, countries: list[str]) -> Cast:
    """Create everybody: the accounts of the sign-in page, two people for each body, one agent for each post."""
    since = calendar.day(LONG_AGO)
    people = {
        account.key: person(account.email, account.first_name, account.last_name) for account in DEMO_ACCOUNTS
    }
    for account in DEMO_ACCOUNTS:
        if account.role in (Role.OFFICER, Role.HEAD, Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR):
            Membership.objects.create(
                user=people[account.key], role=account.role, capacity=account.capacity, starts_on=since
            )
    cast = Cast(
        calendar,
        officer=people["chargee-de-mission"],
        head=people["delegue"],
        committee=[people["comite-1"], people["comite-2"], _member(since)],
    )
    for act in SignedAct:
        SigningAuthority.objects.create(
            user=cast.head,
            scope=act,
            capacity="Délégué pour l’action extérieure des collectivités territoriales",
            text_reference="Arrêté de délégation de signature (démonstration)",
            starts_on=since,
        )
    for n, story in enumerate(STORIES):
        body = story.organisation()
        ours = (people["redactrice"], people["maire"]) if n == 0 else _two(n)
        cast.bodies[story] = (body, *ours)
        capacity = "Maire" if story.kind == "commune" else title(ours[1], "Présidente", "Président")
        Membership.objects.create(
            user=ours[0],
            role=Role.EDITOR,
            organisation=body,
            capacity="Responsable de l’international",
            starts_on=since,
        )
        Membership.objects.create(
            user=ours[1], role=Role.SIGNATORY, organisation=body, capacity=capacity, starts_on=since
        )
    for n, code in enumerate(countries):
        post = post_in_charge(Country.objects.get(code=code), calendar.today)
        if post not in cast.posts:
            agent = (
                people["ambassade"] if n == 0 else person(f"poste-{code.lower()}@{DOMAIN}", *name(200 + n))
            )
            own = next((each.capacity for each in DEMO_ACCOUNTS if each.email == agent.email), "")
            cast.posts[post] = agent
            Membership.objects.create(
                user=agent,
                role=Role.POST_AGENT,
                post=post,
                capacity=own or title(agent, "Conseillère de coopération", "Conseiller de coopération"),
                starts_on=since,
            )
    return cast


def person(email: str, first_name: str, last_name: str) -> User:
    """Their address is verified: a code that comes by e-mail signs them in, and is asked once."""
    user = User.objects.create_user(email, first_name=first_name, last_name=last_name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _two(n: int) -> tuple[User, User]:
    return tuple(
        person(f"{key}-{n}@{DOMAIN}", *name(2 * n + rank))
        for rank, key in enumerate(("redaction", "signature"))
    )


def _member(since) -> User:
    user = person(f"comite-3@{DOMAIN}", *name(300))
    Membership.objects.create(
        user=user,
        role=Role.COMMITTEE_MEMBER,
        capacity="Représentante du ministère",
        employer="Ministère de l’Europe et des affaires étrangères",
        starts_on=since,
    )
    return user
