/** How features become the network's inputs, as plain JSON: part of every artifact. */
import { z } from 'zod';

/** Standard deviations beyond which a standardised number is cut: one wild value must not shout down the rest. */
export const clipAt = 5;
/** Up to so many different values a feature gets one input per value. */
export const oneHotLimit = 32;
/** Whole numbers with at most so many different values (hours, weekdays, flags) are treated as categories. */
export const oneHotNumberLimit = 31;

const name = z.string();
/** Whether values were missing in training: then one more input says so, after the feature's own. */
const missing = z.boolean();

const featurePlanSchema = z.discriminatedUnion('kind', [
  /** (x - mean) / sd, cut at +-`clipAt`; missing = 0. */
  z.object({ kind: z.literal('standardised'), name, missing, mean: z.number(), sd: z.number().positive() }),
  /** One input per value; a value not seen in training sets none. */
  z.object({ kind: z.literal('one-hot-number'), name, missing, values: z.array(z.number()).min(1) }),
  z.object({ kind: z.literal('one-hot-category'), name, missing, categories: z.array(z.string()).min(1) }),
  /** The smoothed mean outcome of the category, standardised; see `target-rates.ts`. */
  z.object({
    kind: z.literal('target-rate'),
    name,
    missing,
    categories: z.array(z.string()).min(1),
    /** Inputs per category: one per class in a multiclass model, else 1. */
    width: z.int().positive(),
    /** Base64 floats: `width` per category. Every other value is 0, the standardised prior. */
    rates: z.base64(),
  }),
]);

export const encoderPlanSchema = z.object({ features: z.array(featurePlanSchema).min(1) });

export type FeaturePlan = z.infer<typeof featurePlanSchema>;
export type EncoderPlan = z.infer<typeof encoderPlanSchema>;
