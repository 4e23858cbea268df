/**
 * Applies an encoder plan: features in, one row of the design matrix out. One implementation serves training and scoring,
 * so they cannot drift apart. Nothing is allocated per value.
 */
import type { Features, FeatureValue } from '../../events/event.js';
import { floatsFromBase64 } from './base64-floats.js';
import { clipAt, type EncoderPlan, type FeaturePlan } from './encoder-plan.js';
import { valueAt, type RowTable } from './row-table.js';
import type { TargetRates } from './target-rates.js';

/** Writes one feature's inputs into a row that is all zeros. Wrong types, NaN and absent keys are missing. */
interface FeatureEncoder {
  readonly name: string;
  readonly width: number;
  write(value: FeatureValue | undefined, out: Float32Array, at: number): void;
}

export class Encoder {
  /** Inputs per row. */
  readonly width: number;
  readonly #encoders: readonly FeatureEncoder[];

  /** Throws `RangeError` when the plan's rates do not fit its categories. */
  constructor(plan: EncoderPlan) {
    this.#encoders = plan.features.map(encoderOf);
    this.width = this.#encoders.reduce((sum, encoder) => sum + encoder.width, 0);
  }

  /** `out` must be zero from `at` to `at + width`. */
  encode(features: Features, out: Float32Array, at: number): void {
    let column = at;
    for (const encoder of this.#encoders) {
      encoder.write(features[encoder.name], out, column);
      column += encoder.width;
    }
  }

  /**
   * The design matrix of some rows of a table, row by row.
   * @param outOfFold given for the rows that the rates were learned from: see `target-rates.ts`
   */
  encodeTable(
    table: RowTable,
    rows: Uint32Array,
    outOfFold: ReadonlyMap<string, TargetRates> = new Map(),
  ): Float32Array {
    const out = new Float32Array(rows.length * this.width);
    const columns = new Map(table.features.map((column) => [column.name, column]));
    let offset = 0;
    for (const encoder of this.#encoders) {
      const column = columns.get(encoder.name);
      const rates = outOfFold.get(encoder.name);
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as number;
        const at = i * this.width + offset;
        encoder.write(column === undefined ? null : valueAt(column, row), out, at);
        rates?.writeOutOfFold(row, out, at);
      }
      offset += encoder.width;
    }
    return out;
  }
}

function encoderOf(plan: FeaturePlan): FeatureEncoder {
  switch (plan.kind) {
    case 'standardised':
      return new StandardisedEncoder(plan.name, plan.mean, plan.sd, plan.missing);
    case 'one-hot-number':
      return new OneHotEncoder(plan.name, 'number', plan.values, plan.missing);
    case 'one-hot-category':
      return new OneHotEncoder(plan.name, 'string', plan.categories, plan.missing);
    case 'target-rate':
      return new TargetRateEncoder(
        plan.name,
        plan.categories,
        plan.width,
        floatsFromBase64(plan.rates, plan.categories.length * plan.width),
        plan.missing,
      );
  }
}

class StandardisedEncoder implements FeatureEncoder {
  readonly name: string;
  readonly width: number;
  readonly #mean: number;
  readonly #sd: number;

  constructor(name: string, mean: number, sd: number, missing: boolean) {
    this.name = name;
    this.width = missing ? 2 : 1;
    this.#mean = mean;
    this.#sd = sd;
  }

  write(value: FeatureValue | undefined, out: Float32Array, at: number): void {
    if (typeof value === 'number' && Number.isFinite(value)) {
      out[at] = Math.min(clipAt, Math.max(-clipAt, (value - this.#mean) / this.#sd));
    } else if (this.width === 2) {
      out[at + 1] = 1;
    }
  }
}

class OneHotEncoder implements FeatureEncoder {
  readonly name: string;
  readonly width: number;
  readonly #type: 'number' | 'string';
  readonly #slots: ReadonlyMap<FeatureValue, number>;

  constructor(name: string, type: 'number' | 'string', values: readonly FeatureValue[], missing: boolean) {
    this.name = name;
    this.width = values.length + (missing ? 1 : 0);
    this.#type = type;
    this.#slots = new Map(values.map((value, slot) => [value, slot]));
  }

  write(value: FeatureValue | undefined, out: Float32Array, at: number): void {
    const key = typeof value === 'boolean' ? String(value) : value;
    if (typeof key === this.#type && (this.#type === 'string' || Number.isFinite(key))) {
      const slot = this.#slots.get(key as FeatureValue);
      if (slot !== undefined) out[at + slot] = 1;
    } else if (this.width > this.#slots.size) {
      out[at + this.#slots.size] = 1;
    }
  }
}

class TargetRateEncoder implements FeatureEncoder {
  readonly name: string;
  readonly width: number;
  readonly #rateWidth: number;
  readonly #slots: ReadonlyMap<string, number>;
  readonly #rates: Float32Array;

  constructor(
    name: string,
    categories: readonly string[],
    rateWidth: number,
    rates: Float32Array,
    missing: boolean,
  ) {
    this.name = name;
    this.width = rateWidth + (missing ? 1 : 0);
    this.#rateWidth = rateWidth;
    this.#slots = new Map(categories.map((category, slot) => [category, slot]));
    this.#rates = rates;
  }

  write(value: FeatureValue | undefined, out: Float32Array, at: number): void {
    const category = typeof value === 'boolean' ? String(value) : value;
    const known = typeof category === 'string';
    const slot = known ? this.#slots.get(category) : undefined;
    if (slot !== undefined) {
      const from = slot * this.#rateWidth;
      for (let k = 0; k < this.#rateWidth; k++) out[at + k] = this.#rates[from + k] as number;
    } else if (!known && this.width > this.#rateWidth) {
      out[at + this.#rateWidth] = 1;
    }
  }
}
