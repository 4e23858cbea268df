import * as value from '../values.js';

const hour = 3_600_000;

/** Where metrics are kept, when not in the embedded store. */
export const influx = value.group({
  url: value
    .secret('an address such as http://localhost:8086, without user and password', /^https?:\/\/[^\s@]+$/)
    .describe('The HTTP address of an InfluxDB 1.x server.'),
  database: value
    .text('letters, digits, dots, "_" and "-"', /^[\w.-]{1,128}$/)
    .describe('Created when it is missing.')
    .prefault('leeway'),
  username: value.text('a name').describe('A user with all privileges on the database.').exactOptional(),
  password: value
    .secret('text; put a number in quotes')
    .describe('Kept out of errors and logs. Let nobody else read the file.')
    .exactOptional(),
  retention: value
    .duration(hour)
    .describe(
      'How long InfluxDB keeps points, counted from today. Without it: for ever, because a replay of the past writes old points, and InfluxDB refuses those that are older than their retention.',
    )
    .exactOptional(),
});
