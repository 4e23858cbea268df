import { describe, expect, it } from 'vitest';
import { renewParts } from '../../../../bench/detectors/document.js';

const text = '# Title\n\n<!-- bench:speed -->\n\nold\n\n<!-- /bench:speed -->\n\nwritten by hand\n';

describe('renewParts', () => {
  it('puts the new table between its markers and touches nothing else', () => {
    expect(renewParts(text, { speed: '| new |' })).toBe(text.replace('old', '| new |'));
  });

  it('changes nothing when it is done again', () => {
    const once = renewParts(text, { speed: 'new' });
    expect(renewParts(once, { speed: 'new' })).toBe(once);
  });

  it('says which marker is missing', () => {
    expect(() => renewParts(text, { delay: 'x' })).toThrow(
      'no <!-- bench:delay --> ... <!-- /bench:delay -->',
    );
  });
});
