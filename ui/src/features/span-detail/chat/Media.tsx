import { FileText, Image, Music, Video } from 'lucide-react';
import { useState } from 'react';
import { send } from '../../../api/client';
import { Button } from '../../../components/button/Button';
import { RemoteImage } from '../../../components/media/RemoteImage';
import { Plain } from '../../../components/text/Plain';
import type { MediaPart } from '../../../lib/chat/conversation';
import { bytes } from '../../../lib/format/format';
import { attachmentOf } from '../../../lib/links/attachments';
import { hostOf, isInlineImage, webLink } from '../../../lib/links/links';
import styles from './Chat.module.css';

const ICONS = { image: Image, audio: Music, video: Video, file: FileText };

/** A picture, a sound, a film or a file: nothing that is elsewhere is fetched without a click. */
export function Media({ part }: { readonly part: MediaPart }) {
  if ('id' in part.at) {
    return (
      <Card part={part}>
        The provider&apos;s file <Plain text={part.at.id} />
      </Card>
    );
  }
  const { url } = part.at;
  const attachment = attachmentOf(url);
  if (attachment) {
    return (
      <Bytes
        part={part}
        type={attachment.type}
        size={attachment.bytes}
        load={attachment.load(send)}
      />
    );
  }
  if (part.media === 'image' && (isInlineImage(url) || webLink(url))) {
    return <RemoteImage url={url} alt={part.name ?? ''} />;
  }
  const link = webLink(url);
  if (link) {
    return (
      <Card part={part}>
        <a href={link} target="_blank" rel="noopener noreferrer">
          Open from {hostOf(link)}
        </a>
      </Card>
    );
  }
  const base64 = /^data:[^,]*;base64,/.exec(url);
  if (base64) {
    const size = Math.floor(((url.length - base64[0].length) * 3) / 4);
    const load = async () => new Blob([Uint8Array.from(atob(url.slice(base64[0].length)), code)]);
    return <Bytes part={part} type={part.type ?? ''} size={size} load={load} />;
  }
  return (
    <Card part={part}>
      <Plain text={url.length > 200 ? url.slice(0, 200) + '…' : url} />
    </Card>
  );
}

const code = (char: string): number => char.charCodeAt(0);

function Card({
  part,
  children,
}: {
  readonly part: MediaPart;
  readonly children: React.ReactNode;
}) {
  const Icon = ICONS[part.media];
  return (
    <div className={styles['media']}>
      <Icon size={14} aria-hidden="true" />
      <span>
        <Plain text={[part.name, part.type ?? part.media].filter(Boolean).join(', ')} />
      </span>
      {children}
    </div>
  );
}

/** What a browser may show in place; anything else is saved. */
const SHOWN = /^(?:image\/(?:png|jpeg|gif|webp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

interface BytesProps {
  readonly part: MediaPart;
  readonly type: string;
  readonly size: number | null;
  readonly load: () => Promise<Blob>;
}

/** Bytes that are in the trace: they are opened by a click. */
function Bytes({ part, type, size, load }: BytesProps) {
  const [opened, setOpened] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const shows = SHOWN.test(type);
  const open = async () => {
    try {
      const blob = await load();
      // A type of ours, never one that a browser would run.
      const safe = new Blob([blob], { type: shows ? type : 'application/octet-stream' });
      const url = URL.createObjectURL(safe);
      if (shows) return setOpened(url);
      const link = document.createElement('a');
      link.href = url;
      link.download = part.name ?? `${part.media}.bin`;
      link.click();
      URL.revokeObjectURL(url);
    } catch (e) {
      setFailed(e instanceof Error ? e.message : String(e));
    }
  };
  const name = part.name ?? part.media;
  return (
    <Card part={{ ...part, type }}>
      {size !== null && <span className={styles['faint']}>{bytes(size)}</span>}
      {opened === null && (
        <Button onPress={() => void open()}>{shows ? 'Show' : 'Download'}</Button>
      )}
      {failed && <span role="alert">Not loaded: {failed}</span>}
      {opened !== null && type.startsWith('image/') && <img src={opened} alt={name} />}
      {opened !== null && type.startsWith('audio/') && (
        <audio src={opened} controls aria-label={name}>
          <track kind="captions" />
        </audio>
      )}
      {opened !== null && type.startsWith('video/') && (
        <video src={opened} controls aria-label={name}>
          <track kind="captions" />
        </video>
      )}
    </Card>
  );
}
