"""The pages that every service of the State owes its readers."""

from expect.web.views import PublicPage


class LegalNotice(PublicPage):
    template_name = "pages/legal_notice.html"
    title = "Mentions légales"


class PersonalData(PublicPage):
    template_name = "pages/personal_data.html"
    title = "Données personnelles"


class Accessibility(PublicPage):
    template_name = "pages/accessibility.html"
    title = "Déclaration d’accessibilité"


class Cookies(PublicPage):
    template_name = "pages/cookies.html"
    title = "Gestion des cookies"


class SiteMap(PublicPage):
    template_name = "pages/site_map.html"
    title = "Plan du site"
