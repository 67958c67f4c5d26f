"""What the first migration writes and DAECT edits afterwards: the six themes, the commitments (spec L3, L6)."""

THEMES = (
    ("agriculture", "Agriculture et développement rural", "environment/food"),
    ("youth-gender", "Jeunesse et genre", "leisure/community"),
    ("heritage", "Patrimoine", "leisure/culture"),
    ("planning", "Aménagement du territoire, urbanisme et transports", "map/map"),
    ("capacity", "Renforcement des capacités", "digital/self-training"),
    ("environment", "Environnement, climat et biodiversité", "environment/environment"),
)
"""Code, name, DSFR pictogram, in the order of the programme's leaflet [001]."""

COMMITMENTS = """\
En déposant cette candidature, l’organisme que je représente s’engage, s’il obtient le label EXPE-CT :

1. à travailler avec le ministère de l’Europe et des Affaires étrangères, dans le cadre des missions qui lui seront \
proposées et qu’il aura acceptées ;

2. à informer la délégation pour l’action extérieure des collectivités territoriales de toute sollicitation qui lui \
parviendrait par une autre voie en raison de son label ;

3. à remettre le rapport de chaque mission, validé par son représentant, dans les deux mois qui suivent le retour en \
France. À défaut, le ministère demandera le remboursement des frais qu’il aura pris en charge pour cette mission."""
"""First wording of the commitments (spec L6)."""
