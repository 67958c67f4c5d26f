// « 14 h 32 », in Paris, with spaces that do not break.

const PARTS = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Paris" });

export const hour = (date) => PARTS.format(date).replace(":", "\u00a0h\u00a0");
