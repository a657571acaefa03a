import { useState } from 'react';
import { hostOf, isInlineImage, webLink } from '../../lib/links/links';
import { bytes } from '../../lib/format/format';
import { Button } from '../button/Button';
import { Plain } from '../text/Plain';
import styles from './Media.module.css';

interface RemoteImageProps {
  readonly url: string;
  readonly alt: string;
}

/** A picture: at once when it is in the text itself, after a click when it has to be fetched, else as text. */
export function RemoteImage({ url, alt }: RemoteImageProps) {
  const [wanted, setWanted] = useState<string | null>(null);
  const name = alt || 'picture';
  if (isInlineImage(url)) {
    const size = Math.floor(((url.length - url.indexOf(',') - 1) * 3) / 4);
    return (
      <span className={styles['picture']}>
        <img src={url} alt={name} />
        <span className={styles['caption']}>
          {url.slice(5, url.indexOf(';'))}, {bytes(size)}
        </span>
      </span>
    );
  }
  const link = webLink(url);
  if (!link) {
    return (
      <span className={styles['caption']}>
        Picture: <Plain text={`${alt} ${url.slice(0, 200)}${url.length > 200 ? '…' : ''}`} />
      </span>
    );
  }
  if (wanted === link) {
    return (
      <span className={styles['picture']}>
        <img src={link} alt={name} referrerPolicy="no-referrer" />
      </span>
    );
  }
  return (
    <Button onPress={() => setWanted(link)}>
      Load image from {hostOf(link)}
      {alt && (
        <span>
          (<Plain text={alt} />)
        </span>
      )}
    </Button>
  );
}
