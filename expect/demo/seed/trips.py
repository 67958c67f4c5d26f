"""The needs of the demonstration and what became of each, in days counted from today."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trip:
    """One need and what became of it; days are counted from today. `paid`: the ministry's money, if it was spent."""

    story: int
    country: str
    place: str
    authority: str
    subject: str
    starts: int
    departs: int
    days: int
    until: str
    paid: str = ""


TRIPS = {
    "closed": Trip(5, "SN", "Dakar", "Ville de Dakar", "Ouvrir un marché de producteurs dans trois quartiers",
                   -160, -96, 6, "left", "1248.40"),
    "writing": Trip(0, "BJ", "Cotonou", "Ville de Cotonou", "Former les équipes de collecte des déchets",
                    -100, -25, 6, "left", "986.00"),
    "asked": Trip(0, "SN", "Saint-Louis", "Commune de Saint-Louis", "Préparer un plan de gestion des déchets",
                  -6, 0, 0, "asked"),
    "issued": Trip(1, "MG", "Antananarivo", "Commune urbaine d’Antananarivo", "Apaiser la circulation du centre",
                   -260, -205, 6, "left", "1842.60"),
    "settled": Trip(1, "SN", "Rufisque", "Commune de Rufisque", "Compter les déplacements du quotidien",
                    -266, -215, 5, "left", "734.50"),
    "waived": Trip(2, "BJ", "Porto-Novo", "Ville de Porto-Novo", "Animer des assemblées de quartier",
                   -255, -195, 5, "left", "410.00"),
    "claimed": Trip(3, "CI", "Yamoussoukro", "District de Yamoussoukro", "Préparer les écoles aux inondations",
                    -225, -172, 5, "left", "1390.20"),
    "dropped": Trip(4, "MA", "Tétouan", "Commune de Tétouan", "Former une réserve communale de sécurité civile",
                    -190, -135, 5, "left", "668.00"),
    "answering": Trip(2, "MA", "Agadir", "Commune d’Agadir", "Lancer un premier budget participatif",
                      -170, -104, 5, "left", "612.35"),
    "overdue": Trip(3, "CI", "Abidjan", "District d’Abidjan", "Écrire le plan de sauvegarde d’une commune",
                    -140, -70, 6, "left", "1104.90"),
    "unpaid": Trip(4, "TN", "Bizerte", "Gouvernorat de Bizerte", "Prévenir les incendies de forêt",
                   -130, -69, 5, "left"),
    "under_way": Trip(5, "VN", "Hué", "Province de Thua Thien-Hué", "Structurer une filière légumière locale",
                      -70, -2, 6, "left", "1530.00"),
    "awaiting": Trip(6, "SN", "Gorée", "Commune de Gorée", "Restaurer une maison ancienne par un chantier-école",
                     -40, 33, 7, "sent"),
    "returned": Trip(7, "SN", "Thiès", "Commune de Thiès", "Conduire des marches exploratoires avec les femmes",
                     -45, 45, 5, "returned"),
    "validated": Trip(10, "SN", "Saint-Louis", "Commune de Saint-Louis", "Suivre le recul du trait de côte",
                      -48, 20, 6, "validated", "1015.20"),
    "accepted": Trip(11, "KH", "Siem Reap", "Province de Siem Reap", "Organiser l’accueil familial des enfants",
                     -30, 52, 7, "accepted"),
    "draft": Trip(12, "LB", "Tripoli", "Municipalité de Tripoli", "Écrire le plan de gestion d’un site inscrit",
                  -20, 0, 0, "draft"),
    "refused": Trip(13, "CM", "Douala", "Ville de Douala", "Établir la carte des formations techniques",
                    -46, 60, 5, "refused"),
    "cancelled": Trip(14, "CO", "Medellín", "Ville de Medellín", "Diagnostiquer l’énergie des écoles",
                      -44, 40, 5, "cancelled"),
    "delivered": Trip(7, "TN", "Sousse", "Commune de Sousse", "Former les services au marqueur de genre",
                      -120, -52, 4, "left", "455.80"),
    "to_sign": Trip(6, "MA", "Fès", "Commune de Fès", "Inventorier le bâti de la médina",
                    -115, -42, 5, "left", "530.10"),
    "more": Trip(5, "BJ", "Parakou", "Commune de Parakou", "Approvisionner les cantines en produits locaux",
                 -140, -78, 5, "left", "1020.75"),
    "answered": Trip(10, "MG", "Mahajanga", "Commune de Mahajanga", "Protéger une mangrove urbaine",
                     -14, 0, 0, "answered"),
    "declined": Trip(16, "CI", "Bouaké", "Ville de Bouaké", "Évacuer les écoles en cas de séisme",
                     -18, 0, 0, "declined"),
    "open_1": Trip(0, "SN", "Ziguinchor", "Commune de Ziguinchor", "Former à l’assainissement pluvial",
                   -4, 0, 0, "open"),
    "open_2": Trip(0, "KH", "Phnom Penh", "Municipalité de Phnom Penh", "Rendre un budget lisible aux habitants",
                   -2, 0, 0, "open"),
    "open_3": Trip(0, "MA", "Oujda", "Commune d’Oujda", "Réutiliser les eaux usées traitées", -1, 0, 0, "open"),
    "withdrawn": Trip(0, "LB", "Saïda", "Municipalité de Saïda", "Ouvrir un guichet unique", -25, 0, 0, "withdrawn"),
    "twin": Trip(0, "SN", "Ziguinchor", "Commune de Ziguinchor", "Assainir les quartiers inondés chaque année",
                 -3, 0, 0, "open"),
    "postponed": Trip(14, "CO", "Bogotá", "Ville de Bogotá", "Suivre les consommations d’énergie des écoles",
                      -43, 47, 5, "validated"),
    "by_telegram": Trip(16, "CI", "San-Pédro", "Ville de San-Pédro", "Préparer les écoles au risque sismique",
                        -38, 38, 5, "sent"),
}  # fmt: skip
