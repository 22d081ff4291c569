/** Windows by modality: centre and width in Hounsfield units. */
export const CT_WINDOWS: [key: string, centre: number, width: number][] = [
  ["soft_tissue", 50, 400],
  ["lung", -600, 1500],
  ["bone", 400, 1800],
  ["brain", 40, 80],
  ["liver", 60, 160],
];
