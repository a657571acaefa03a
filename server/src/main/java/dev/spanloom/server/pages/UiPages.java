package dev.spanloom.server.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.server.http.Replies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serves the web UI: one HTML page for all of its addresses, files that are named by their content,
 * and what a page has to know of the server. Open to everybody: there is no trace in them.
 */
public final class UiPages {
  private static final List<String> PAGES =
      List.of("/", "/index.html", "/experiments", "/experiments/{*rest}", "/traces/{id}", "/file");
  private static final List<String> FILES =
      List.of("/favicon.svg", "/viewer.html", "/THIRD-PARTY-NOTICES.txt");

  private static final String INDEX = "index.html";
  private static final String VIEWER = "viewer.html";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_AGAIN = "no-cache";

  private static final Map<String, MediaType> TYPES =
      Map.of(
          "js", MediaType.create("text", "javascript").withCharset(UTF_8),
          "css", MediaType.CSS_UTF_8,
          "svg", MediaType.SVG_UTF_8,
          "html", MediaType.HTML_UTF_8,
          "txt", MediaType.PLAIN_TEXT_UTF_8,
          "json", MediaType.JSON);

  private static final String NOTICE =
      """
      <!doctype html>
      <html lang="en">
        <head><meta charset="utf-8"><title>Spanloom</title></head>
        <body>
          <h1>This server was built without its web UI</h1>
          <p>It was built with <code>-DskipUi</code>. Its APIs are there. Build it without that
          option, with Node 20 on the machine, for the pages.</p>
        </body>
      </html>
      """;

  private final UiFiles files = new UiFiles();
  private final String base;
  private final boolean tokens;
  private final String engine;

  /**
   * Makes it.
   *
   * @param base the path before all others, with a slash at its end; {@code /} for none
   * @param tokens whether requests need a token
   * @param store what is served, such as {@code sqlite:spanloom.db}
   */
  public UiPages(String base, boolean tokens, String store) {
    this.base = base;
    this.tokens = tokens;
    int colon = store.indexOf(':');
    this.engine = colon < 0 ? store : store.substring(0, colon).toLowerCase(Locale.ROOT);
  }

  public void register(ServerBuilder builder) {
    HttpService page = (context, request) -> page(context);
    PAGES.forEach(path -> builder.route().get(path).head(path).build(page));
    for (String path : FILES) {
      HttpService file = (context, request) -> file(context, path.substring(1), ASK_AGAIN);
      builder.route().get(path).head(path).build(file);
    }
    HttpService asset =
        (context, request) -> file(context, "assets/" + context.pathParam("file"), FOR_EVER);
    builder.route().get("/assets/{file}").head("/assets/{file}").build(asset);
    builder.route().get("/config.json").head("/config.json").build((context, request) -> config());
  }

  private HttpResponse page(ServiceRequestContext context) {
    String nonce = PagePolicy.nonce();
    context.setAdditionalResponseHeader(
        HttpHeaderNames.CONTENT_SECURITY_POLICY, PagePolicy.of(nonce));
    String html =
        files
            .content(INDEX)
            .map(bytes -> new String(bytes, UTF_8))
            .orElse(NOTICE)
            .replace("%NONCE%", nonce)
            .replace("<base href=\"/\" />", "<base href=\"" + base + "\" />");
    // made anew each time, and small: a page that is kept would have the nonce of another answer
    return HttpResponse.of(
        headers(MediaType.HTML_UTF_8, "no-store").build(), HttpData.ofUtf8(html));
  }

  private HttpResponse file(ServiceRequestContext context, String name, String caching) {
    MediaType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || files.content(name).isEmpty()) {
      return Replies.error(
              HttpStatus.NOT_FOUND, "ENDPOINT_NOT_FOUND", "GET /" + name + " is not served here")
          .toHttpResponse();
    }
    if (name.equals(VIEWER)) { // it is fetched to be saved; nothing in it may run here
      context.setAdditionalResponseHeader(
          HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    }
    ResponseHeadersBuilder headers = headers(type, caching);
    headers.set(HttpHeaderNames.VARY, "Accept-Encoding");
    String accepted = context.request().headers().get(HttpHeaderNames.ACCEPT_ENCODING, "");
    byte[] content = packed(name, "br", accepted, headers);
    if (content == null) {
      content = packed(name, "gzip", accepted, headers);
    }
    if (content == null) {
      content = files.content(name).orElseThrow();
    }
    return HttpResponse.of(headers.build(), HttpData.wrap(content));
  }

  private byte @Nullable [] packed(
      String name, String encoding, String accepted, ResponseHeadersBuilder headers) {
    if (!takes(accepted, encoding)) {
      return null;
    }
    Optional<byte[]> packed = files.content(name + (encoding.equals("gzip") ? ".gz" : ".br"));
    packed.ifPresent(bytes -> headers.set(HttpHeaderNames.CONTENT_ENCODING, encoding));
    return packed.orElse(null);
  }

  /** Whether an Accept-Encoding names an encoding, and not with the weight 0. */
  private static boolean takes(String accepted, String encoding) {
    for (String each : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = each.strip().split("\\s*;\\s*", -1);
      if (parts[0].equals(encoding)) {
        return parts.length < 2 || !parts[1].matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private HttpResponse config() {
    Map<String, Object> config = new LinkedHashMap<>();
    String version = UiPages.class.getPackage().getImplementationVersion();
    config.put("version", version == null ? "development" : version);
    config.put("tokens", tokens);
    config.put("base", base);
    config.put("engine", engine);
    AggregatedHttpResponse reply = Replies.json(config);
    return AggregatedHttpResponse.of(
            reply.headers().toBuilder().set(HttpHeaderNames.CACHE_CONTROL, ASK_AGAIN).build(),
            reply.content())
        .toHttpResponse();
  }

  private static ResponseHeadersBuilder headers(MediaType type, String caching) {
    return ResponseHeaders.builder(HttpStatus.OK)
        .contentType(type)
        .set(HttpHeaderNames.CACHE_CONTROL, caching);
  }
}
