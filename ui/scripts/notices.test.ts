import { describe, expect, it } from 'vitest';
import { notices } from './notices.ts';

const software = (name: string, license: string, licenseText: string | null) => ({
  name,
  version: '1.0.0',
  license,
  licenseText,
  noticeText: null,
});

const MIT =
  'Permission is hereby granted, free of charge,\nto any person. THE SOFTWARE IS PROVIDED "AS IS".';

describe('the notices of the software in a page', () => {
  it('say a license once, and each copyright', () => {
    expect(
      notices([
        software('a', 'MIT', `MIT License\n\nCopyright (c) 2020 Ada\n\n${MIT}`),
        software('b', 'ISC', 'ISC License\n\nCopyright 2021, Bo\n\nUse it.'),
        software(
          'c',
          'MIT',
          `The MIT License (MIT)\r\nCopyright (c) Cy and others\r\n\r\n${MIT}\r\n`,
        ),
      ]),
    ).toBe(
      `a 1.0.0, MIT\n    Copyright (c) 2020 Ada\nc 1.0.0, MIT\n    Copyright (c) Cy and others\n\n${MIT}` +
        '\n\n---\n\nb 1.0.0, ISC\n    Copyright 2021, Bo\n\nUse it.',
    );
  });

  it('name software without a text of its license, and repeat what it wants to be said', () => {
    expect(notices([{ ...software('d', 'Unlicense', null), noticeText: 'By D.' }])).toBe(
      'd 1.0.0, Unlicense\nBy D.\n\n',
    );
  });
});
