package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServerBuilder;
import dev.spanloom.server.http.BlockingService;
import dev.spanloom.server.http.Replies;

/** What a server says of itself. */
final class InfoEndpoints {
  /**
   * Clients send spans to servers from 3.4 on; our answers are those of 3.6 and what came since.
   */
  private static final String SPOKEN_VERSION = "3.6.0";

  void register(ServerBuilder builder) {
    BlockingService health = (context, request) -> Replies.text(HttpStatus.OK, "OK");
    BlockingService version = (context, request) -> Replies.text(HttpStatus.OK, SPOKEN_VERSION);
    builder.route().get("/health").build(health.asHttpService());
    builder.route().get("/version").build(version.asHttpService());
  }
}
