"""What the bodies of the demonstration offer. The bodies are real, the offers and the people are invented."""

from dataclasses import dataclass

from expect.accounts.models import Organisation


@dataclass(frozen=True)
class Story:
    """One body's offer; `code` is its INSEE code (communes, départements, régions) or its SIREN (the others)."""

    kind: str
    code: str
    title: str
    themes: tuple[str, ...]
    skills: str
    languages: str = "Français, anglais"

    def organisation(self) -> Organisation:
        """The body, from the reference list."""
        column = "siren" if len(self.code) == 9 else "insee_code"
        return Organisation.objects.get(kind=self.kind, **{column: self.code})


STORIES = (
    Story(
        "commune",
        "44109",
        "Tri sélectif et valorisation des déchets",
        ("environment",),
        "Conception d’une filière de tri à la source, réseau de déchèteries et suivi des tonnages par quartier.",
        "Français, anglais, espagnol",
    ),
    Story(
        "commune",
        "67482",
        "Urbanisme de proximité et mobilités douces",
        ("planning",),
        "Plans de circulation apaisée, pistes cyclables continues et concertation avec les habitants.",
    ),
    Story(
        "commune",
        "38185",
        "Budget participatif et participation citoyenne",
        ("capacity", "youth-gender"),
        "Règlement, instruction des projets et suivi des réalisations d’un budget participatif annuel.",
    ),
    Story(
        "epci",
        "243300316",
        "Gestion de crise et plan communal de sauvegarde",
        ("capacity",),
        "Cartographie des risques, cellule de crise, exercices annuels et alerte à la population.",
    ),
    Story(
        "departement",
        "34",
        "Prévention des incendies de forêt",
        ("environment", "planning"),
        "Débroussaillement, pistes de défense, surveillance estivale et formation des équipes communales.",
        "Français, anglais, arabe",
    ),
    Story(
        "region",
        "53",
        "Agriculture durable et circuits courts",
        ("agriculture",),
        "Accompagnement des filières légumières, restauration collective et installation de jeunes agriculteurs.",
    ),
    Story(
        "commune",
        "21231",
        "Restauration du patrimoine bâti ancien",
        ("heritage",),
        "Chantiers-écoles, inventaire du bâti et montage de dossiers de protection d’un secteur ancien.",
    ),
    Story(
        "commune",
        "35238",
        "Égalité femmes-hommes dans l’espace public",
        ("youth-gender",),
        "Marches exploratoires, marqueur de genre des projets et formation des services techniques.",
    ),
    Story(
        "epci",
        "200040715",
        "Service public de l’eau et assainissement",
        ("environment",),
        "Schéma directeur, régie de l’eau, recherche de fuites et tarification sociale.",
        "Français, anglais, portugais",
    ),
    Story(
        "commune",
        "42218",
        "Design des services publics",
        ("capacity",),
        "Parcours d’usagers, guichet unique et simplification des formulaires avec les agents.",
    ),
    Story(
        "commune",
        "17300",
        "Gestion du littoral et des zones humides",
        ("environment", "planning"),
        "Suivi du trait de côte, renaturation des marais et plan de lutte contre les submersions.",
    ),
    Story(
        "departement",
        "29",
        "Aide sociale à l’enfance",
        ("youth-gender",),
        "Accueil familial, contrôle des établissements et accompagnement des jeunes majeurs.",
    ),
    Story(
        "commune",
        "13004",
        "Valorisation d’un site inscrit au patrimoine mondial",
        ("heritage",),
        "Plan de gestion, médiation numérique et accueil des publics scolaires.",
    ),
    Story(
        "region",
        "75",
        "Gestion des lycées et formation professionnelle",
        ("capacity", "youth-gender"),
        "Programmation pluriannuelle, maintenance du bâti et cartes des formations.",
    ),
    Story(
        "commune",
        "59350",
        "Rénovation énergétique des écoles",
        ("environment", "planning"),
        "Diagnostic, marchés globaux de performance et suivi des consommations.",
    ),
    Story(
        "epci",
        "244400404",
        "Transports publics urbains",
        ("planning",),
        "Tramway, lignes à haut niveau de service, billettique et accessibilité.",
        "Français, anglais, espagnol",
    ),
    Story(
        "commune",
        "97209",
        "Prévention du risque sismique",
        ("planning", "capacity"),
        "Diagnostic du bâti scolaire, exercices d’évacuation et information préventive.",
        "Français, anglais, espagnol",
    ),
    Story(
        "commune",
        "25056",
        "Cité éducative et lecture publique",
        ("youth-gender",),
        "Réseau de médiathèques, bibliobus et ateliers de lecture avec les écoles.",
    ),
    Story(
        "commune",
        "73065",
        "Tourisme durable en montagne",
        ("heritage", "environment"),
        "Schéma d’accueil, mobilité des visiteurs et label des hébergements.",
    ),
    Story(
        "departement",
        "17",
        "Routes départementales et ouvrages d’art",
        ("planning",),
        "Inspection des ponts, programmation de l’entretien et base de données routière.",
    ),
    Story(
        "commune",
        "64445",
        "Hydrogène et transition énergétique",
        ("environment",),
        "Ligne de bus à hydrogène, écloserie de projets et achats groupés d’énergie.",
        "Français, espagnol",
    ),
    Story(
        "commune",
        "49007",
        "Végétalisation et îlots de fraîcheur",
        ("environment", "planning"),
        "Pépinière municipale, plan arbres et désimperméabilisation des cours d’école.",
    ),
    Story(
        "commune",
        "76351",
        "Reconversion de friches portuaires",
        ("planning", "heritage"),
        "Dépollution, programmation mixte et ateliers d’architecture ouverts aux habitants.",
    ),
    Story(
        "commune",
        "29019",
        "Médiation numérique",
        ("capacity",),
        "Points d’accès publics, formation des médiateurs et logiciels libres dans les services.",
    ),
    Story(
        "epci",
        "200093201",
        "Alimentation et agriculture périurbaine",
        ("agriculture",),
        "Projet alimentaire de territoire, espaces-tests agricoles et marchés de producteurs.",
    ),
    Story(
        "commune",
        "68224",
        "Accueil des populations nouvelles",
        ("capacity", "youth-gender"),
        "Guichet d’accueil, ateliers de langue et réseau d’associations.",
    ),
    Story(
        "region",
        "24",
        "Inventaire du patrimoine rural",
        ("heritage",),
        "Enquêtes de terrain, base ouverte et parcours de découverte avec les communes.",
    ),
    Story(
        "departement",
        "54",
        "Protection maternelle et infantile",
        ("youth-gender",),
        "Centres de consultation, visites à domicile et formation des sages-femmes.",
    ),
    Story(
        "commune",
        "50129",
        "Fusion de communes et réorganisation des services",
        ("capacity",),
        "Conduite du changement, harmonisation budgétaire et proximité des mairies déléguées.",
    ),
    Story(
        "commune",
        "87085",
        "Filière bois et artisanat d’art",
        ("heritage", "agriculture"),
        "Pépinière d’artisans, marque de territoire et commande publique.",
    ),
    Story(
        "departement",
        "11",
        "Irrigation et gestion de la ressource en eau",
        ("agriculture", "environment"),
        "Tours d’eau, retenues collectives et observatoire de la nappe.",
        "Français, espagnol, arabe",
    ),
    Story(
        "commune",
        "26281",
        "Économie circulaire et réemploi",
        ("environment",),
        "Ressourcerie, clauses d’insertion et filières textiles locales.",
    ),
    Story(
        "epci",
        "245900428",
        "Écologie industrielle",
        ("environment",),
        "Réseau de chaleur fatale, bilan des flux et animation de la zone portuaire.",
    ),
    Story(
        "commune",
        "93066",
        "Éducation artistique et jeunesse",
        ("youth-gender",),
        "Résidences d’artistes, conseils de jeunes et chantiers éducatifs.",
    ),
    Story(
        "commune",
        "97302",
        "Assainissement en quartier précaire",
        ("environment",),
        "Solutions décentralisées, médiation de quartier et entretien des réseaux pluviaux.",
        "Français, portugais, espagnol",
    ),
    Story(
        "commune",
        "38544",
        "Archéologie et musées",
        ("heritage",),
        "Gestion de collections, fouilles programmées et médiation auprès des familles.",
    ),
)
