/** A number of bytes as people read it, in the page's language. */
export function inWords(bytes: number): string {
  const [unit, size] = bytes >= 1e9 ? ["gigabyte", 1e9] : bytes >= 1e6 ? ["megabyte", 1e6] : bytes >= 1e3 ? ["kilobyte", 1e3] : ["byte", 1];
  const style = { style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short", maximumFractionDigits: 1 } as Intl.NumberFormatOptions;
  return format(bytes / (size as number), style);
}

/** A number as people read it, in the page's language. */
export function format(value: number, style?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, style).format(value);
}
