/** What tests learn about a real service: its address, or an honest reason why there is none. */
export type Service =
  | { readonly name: string; readonly address: string; readonly missing?: undefined }
  | { readonly name: string; readonly address?: undefined; readonly missing: string };

/** A service that this test run started by itself. */
export interface Running {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * The title of a suite that needs a service. The marker is what the closing table of `npm test` reads, so that a
 * skipped suite is listed with its reason: `describe.skipIf(kafka.missing !== undefined)(titled('Kafka log', kafka), ...)`.
 */
export function titled(title: string, ...needs: readonly Pick<Service, 'name' | 'missing'>[]): string {
  const lacking = needs.find((need) => need.missing !== undefined);
  return lacking === undefined ? title : `${title} [skipped: ${lacking.name}: ${String(lacking.missing)}]`;
}
