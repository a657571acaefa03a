import { Awaiting, lazily } from '../../../components/lazily/lazily';
import { useIdlePreload } from '../../../components/lazily/useIdlePreload';
import { Failure, Loading, Notice } from '../../../components/notice/Notice';
import { conversationOf } from '../../../lib/chat/normalize';
import { documentsOf, rerankedOf } from '../../../lib/documents/documents';
import { vectorsOf } from '../../../lib/documents/vectors';
import { bytes } from '../../../lib/format/format';
import { exceptionsOf } from '../facts';
import IoPanel from '../io/IoPanel';
import type { PanelProps } from '../panel';
import { type Content, isParsed, PARSED_BYTES, useContent } from './useContent';

const ChatView = lazily(() => import('../chat/ChatView'));
const DocumentsView = lazily(() => import('../documents/DocumentsView'));
const Exceptions = lazily(() => import('../events/Exceptions'));
const EmbeddingView = lazily(() => import('../documents/EmbeddingView'));

/** What the next span will want. */
const LIKELY = [ChatView, DocumentsView, Exceptions];

/** What suits a span best: its conversation, its documents, its vectors, else its inputs and outputs. */
export default function MainPanel(props: PanelProps) {
  const { body, raw } = props;
  useIdlePreload(LIKELY);
  const failures = props.facts.status === 'ERROR' && exceptionsOf(body).length > 0;
  return (
    <>
      {failures && (
        <Awaiting fallback={<Loading what="the exception" />}>
          <Exceptions {...props} />
        </Awaiting>
      )}
      {raw ? <IoPanel {...props} /> : <Readable {...props} />}
    </>
  );
}

function Readable(props: PanelProps) {
  const { source, spanId, body } = props;
  const { data: content, error, refetch, isLoading } = useContent(source, spanId, body);
  if (!isParsed(body)) {
    return (
      <>
        {READABLE.has(props.facts.type) && (
          <Notice title="Shown as inputs and outputs">
            They are larger than {bytes(PARSED_BYTES)}, the limit for a conversation or documents.
          </Notice>
        )}
        <IoPanel {...props} />
      </>
    );
  }
  if (isLoading) return <Loading what="the content" />;
  if (error) {
    return (
      <>
        <Failure error={error} onRetry={() => void refetch()} />
        <IoPanel {...props} />
      </>
    );
  }
  return (
    <Awaiting fallback={<Loading what="the content" />}>
      <Best {...props} content={content ?? { inputs: null, outputs: null, attributes: {} }} />
    </Awaiting>
  );
}

const READABLE = new Set(['LLM', 'CHAT_MODEL', 'RETRIEVER', 'RERANKER', 'EMBEDDING', 'AGENT']);

function Best(props: PanelProps & { readonly content: Content }) {
  const { content, facts } = props;
  const { inputs, outputs } = content;
  if (facts.type === 'RERANKER') {
    const documents = rerankedOf(inputs, outputs);
    if (documents) return <DocumentsView {...props} documents={documents} />;
  }
  if (facts.type === 'RETRIEVER' || facts.type === 'RERANKER') {
    const documents = documentsOf(outputs);
    if (documents) return <DocumentsView {...props} documents={documents} />;
  }
  if (facts.type === 'EMBEDDING') {
    const vectors = vectorsOf(outputs);
    if (vectors) return <EmbeddingView {...props} vectors={vectors} />;
  }
  const conversation = conversationOf(content);
  return conversation ? (
    <ChatView {...props} conversation={conversation} />
  ) : (
    <IoPanel {...props} />
  );
}
