package dev.spanloom.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;

/**
 * Leaves a connection that begins with HTTP/1.1 at that, whatever its client offers; one that
 * begins with HTTP/2 is not touched. The HTTP client of Java 17 offers an upgrade by default, and
 * cannot always read a large answer to it (docs/adr/0035). Of one connection: it waits until the
 * server knows the protocol and has its codec in place, puts {@link Unoffered} behind it, and goes.
 */
final class WithoutUpgrade extends ByteToMessageDecoder {
  /** So many bytes the server waits for before it knows the protocol. */
  private static final int PROTOCOL_BYTES = 4;

  private boolean protocolIsKnown;

  /** Makes it the first handler of a connection without TLS. */
  static void install(ChannelPipeline pipeline) {
    pipeline.addFirst(new WithoutUpgrade());
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (protocolIsKnown) {
      ChannelPipeline pipeline = context.pipeline();
      ChannelHandlerContext codec = pipeline.context(CombinedChannelDuplexHandler.class);
      if (codec != null) {
        pipeline.addAfter(codec.name(), null, new Unoffered());
      }
      pipeline.remove(this);
    } else if (in.readableBytes() >= PROTOCOL_BYTES) {
      protocolIsKnown = true;
      out.add(in.readRetainedSlice(PROTOCOL_BYTES));
    }
  }

  /** Takes an offer of HTTP/2 out of a request, as if it had not been made. */
  private static final class Unoffered extends ChannelInboundHandlerAdapter {
    private static final String CLEARTEXT_HTTP_2 = "h2c";

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request
          && request
              .headers()
              .containsValue(HttpHeaderNames.UPGRADE, CLEARTEXT_HTTP_2, /* ignoreCase= */ true)) {
        request.headers().remove(HttpHeaderNames.UPGRADE);
      }
      context.fireChannelRead(message);
    }
  }
}
