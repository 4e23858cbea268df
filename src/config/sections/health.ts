import * as value from '../values.js';

const GiB = 1024 ** 3;
/** From where on a measured value is worth a look. */
export const health = value.group({
  lag: value
    .whole(1, 1_000_000_000)
    .describe('Unread records of one partition of a stage.')
    .prefault(1_000_000),
  stalled: value
    .duration(1_000)
    .describe('So long without a commit although there are unread records.')
    .prefault('1m'),
  failures: value
    .whole(0, 1_000)
    .describe('Failures of one stage that reopened a partition, within five minutes.')
    .prefault(3),
  commit: value.duration(1).describe('How long one commit may take.').prefault('5s'),
  deadLetters: value
    .share()
    .describe('Share of the consumed records that may be dead-lettered, within five minutes.')
    .prefault(0.01),
  join: value
    .byteSize(1, 1024 * GiB, 'such as 1GiB')
    .describe('Size of the join of one partition.')
    .prefault('1GiB'),
  watermark: value
    .duration(1_000)
    .describe("Age of a live model's watermark. Must be more than pane and grace together.")
    .prefault('1h'),
  eventLoop: value
    .duration(1)
    .describe('How long the event loop may be held up, 99th percentile.')
    .prefault('1s'),
  memory: value
    .byteSize(1, 1024 * GiB, 'such as 4GiB')
    .describe('Resident memory of the process; with the embedded log its mapped pages are counted too.')
    .prefault('8GiB'),
  diskFree: value
    .byteSize(1, 1024 * GiB, 'such as 1GiB')
    .describe('What must be free where the data folder is.')
    .prefault('1GiB'),
  clock: value
    .duration(1)
    .describe("How far the log's clock may be ahead of this machine's.")
    .prefault('10s'),
});
