/** What grows. Each dimension goes through its sizes while all others stay at these. */
export interface Shape {
  readonly partitions: number;
  readonly processes: number;
  readonly models: number;
  readonly features: number;
  /** Values of the one segment that events carry; 1 = they carry none. */
  readonly segments: number;
}

export const USUAL: Shape = { partitions: 4, processes: 1, models: 3, features: 10, segments: 1 };

export interface Dimension {
  readonly name: keyof Shape;
  readonly sizes: readonly number[];
  /** Only Kafka has more than one process. */
  readonly engine: 'embedded' | 'kafka';
}

export const DIMENSIONS: readonly Dimension[] = [
  { name: 'partitions', sizes: [1, 2, 4, 8, 16], engine: 'embedded' },
  { name: 'processes', sizes: [1, 2], engine: 'kafka' },
  { name: 'models', sizes: [1, 10, 100, 1_000], engine: 'embedded' },
  { name: 'features', sizes: [10, 50, 100, 500], engine: 'embedded' },
  { name: 'segments', sizes: [1, 4, 16, 64, 256], engine: 'embedded' },
];

/** The usual shape with one dimension at another size. */
export function shapeAt(name: keyof Shape, size: number): Shape {
  return { ...USUAL, [name]: size };
}
