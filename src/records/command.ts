/** What people decide, as records of the topic `commands`; the evaluator reads their mirror in `profiles`. */
import type { PolicyText } from '../config/policy-text.js';

export const ALERT_MARKS = ['real', 'false', 'expected'] as const;
/** real: something was wrong; false: nothing was; expected: it was known before, and no fault of the detector. */
export type AlertMark = (typeof ALERT_MARKS)[number];

export type Decision =
  | { readonly action: 'acknowledge'; readonly alert: string }
  | {
      readonly action: 'mark';
      readonly alert: string;
      /** null takes back what was said. */
      readonly mark: AlertMark | null;
      readonly note?: string;
    }
  | {
      readonly action: 'silence';
      /** null: every alert of the model. */
      readonly metric: string | null;
      /** Event time, epoch ms; null ends the silence. */
      readonly until: number | null;
      readonly note?: string;
    }
  | { readonly action: 'retrain'; readonly note?: string }
  | {
      readonly action: 'policy';
      /** Complete: what a later program has as defaults changes nothing. null: no policy of its own any more. */
      readonly settings: PolicyText | null;
      readonly source: PolicySource;
      readonly note?: string;
    };

/** Where a policy was written: by a person through API or command line, or in the `leeway.yaml` of a process that started. */
export type PolicySource = 'person' | 'file';

/** In place of a model: the policy of every model without one of its own. */
export const EVERYBODY = '';

export type CommandRecord = {
  readonly v: 1;
  readonly kind: 'command';
  readonly id: string;
  /** For a policy it may be `EVERYBODY`. */
  readonly model: string;
  readonly by: string;
  /** Wall clock of whoever wrote it, epoch ms. */
  readonly at: number;
} & Decision;

export type PolicyCommand = CommandRecord & { readonly action: 'policy' };
