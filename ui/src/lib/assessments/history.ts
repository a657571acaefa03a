/** What of an assessment says how it stands to others; what `api/types` calls an Assessment fits. */
export interface Dated {
  readonly assessment_id: string;
  readonly assessment_name: string;
  readonly overrides: string | null;
  readonly valid: boolean;
  readonly create_time: string | null;
}

/** An assessment that holds, and those that it has replaced, the latest first. */
export interface Standing<A> {
  readonly current: A;
  readonly replaced: readonly A[];
}

/** Assessments by name, each with what it has replaced. One that was replaced by none that is here stands for itself. */
export function standing<A extends Dated>(all: readonly A[]): readonly Standing<A>[] {
  const byId = new Map(all.map((one) => [one.assessment_id, one]));
  const reached = new Set<string>();
  const withHistory = all
    .filter((one) => one.valid)
    .map((current) => {
      const replaced: A[] = [];
      let before = byId.get(current.overrides ?? '');
      // Ids come from outside: they may go round in a circle.
      while (before && !reached.has(before.assessment_id) && before !== current) {
        reached.add(before.assessment_id);
        replaced.push(before);
        before = byId.get(before.overrides ?? '');
      }
      return { current, replaced };
    });
  const alone = all
    .filter((one) => !one.valid && !reached.has(one.assessment_id))
    .map((current) => ({ current, replaced: [] }));
  return [...withHistory, ...alone].toSorted(
    (one, other) =>
      one.current.assessment_name.localeCompare(other.current.assessment_name) ||
      (one.current.create_time ?? '').localeCompare(other.current.create_time ?? ''),
  );
}
