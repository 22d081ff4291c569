import { wordsOf } from "../shared/page";

/** The viewer's sentences. */
export const say = wordsOf("viewer");

/** The day of a DICOM date (YYYYMMDD) in the reader's language; what is not one stays as it is. */
export function day(told: string): string {
  const found = /^(\d{4})(\d{2})(\d{2})$/.exec(told);
  if (!found) return told;
  const when = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  const language = document.documentElement.lang || "en";
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { day: "numeric", month: "long", year: "numeric" }).format(when);
}
