/** The fields of a text, as bits of a mask. */

export const FIELD_BITS = { titre: 1, rubrique: 2, question: 4, reponse: 8 };
export const ALL_FIELDS = 15;
