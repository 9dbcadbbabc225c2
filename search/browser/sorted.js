/** Lists in rising order. */

/** Index of the last value that is at most `wanted`, -1 for none. */
export function lastAtMost(values, wanted) {
  let low = -1;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (values[middle] <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}
