package dev.spanloom.server.security;

import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every route: host, origin, token, role, rate, room. Whatever it does not let
 * through reaches no endpoint. Thread-safe.
 */
public final class Guard {
  private static final AttributeKey<String> TOKEN_NAME =
      AttributeKey.valueOf(Guard.class, "TOKEN_NAME");
  private static final AttributeKey<Set<Role>> ROLES = AttributeKey.valueOf(Guard.class, "ROLES");
  private static final Map<String, String> HEADERS =
      Map.of(
          "x-content-type-options", "nosniff",
          "x-frame-options", "SAMEORIGIN",
          "referrer-policy", "same-origin",
          "content-security-policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                  + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                  + " frame-ancestors 'self'");

  private final RouteRoles roles;
  private final HostCheck hosts;
  private final OriginCheck origins;
  private final Tokens tokens;
  private final Limits limits;
  private final Admission admission;
  private final Map<String, Bucket> rates = new ConcurrentHashMap<>();
  private final AuditLog audit = new AuditLog();
  private final Consumer<String> refusals;

  /**
   * Makes it.
   *
   * @param base the path before all others, with slashes around it
   * @param bound the address that the server was told to listen on
   * @param hosts more names by which clients may call it
   * @param origins pages whose scripts may write
   * @param refusals is told the kind of each refusal
   */
  public Guard(
      String base,
      String bound,
      Set<String> hosts,
      Set<String> origins,
      Tokens tokens,
      Limits limits,
      Consumer<String> refusals) {
    this.roles = new RouteRoles(base);
    this.hosts = new HostCheck(bound, hosts);
    this.origins = new OriginCheck(origins);
    this.tokens = tokens;
    this.limits = limits;
    this.admission = new Admission(limits);
    this.refusals = refusals;
  }

  /** The name of the token that a request came with; {@code -} without one. */
  public static String tokenName(ServiceRequestContext context) {
    String name = context.attr(TOKEN_NAME);
    return name == null ? "-" : name;
  }

  /**
   * Whether who sent a request may ask another route, too; without tokens everybody may.
   *
   * @param route such as {@code POST /ui-api/1/traces/*}, with a star for each parameter, and below
   *     the server's base
   */
  public static boolean may(ServiceRequestContext context, String route) {
    Set<Role> roles = context.attr(ROLES);
    return roles == null || RouteRoles.may(roles, RouteRoles.of(route));
  }

  /** Requests that are being served. */
  public int requests() {
    return admission.requests();
  }

  /** Bytes of their bodies. */
  public long heldBytes() {
    return admission.heldBytes();
  }

  /** A service behind the guard. */
  public HttpService before(HttpService service) {
    return (context, request) -> serve(service, context, request);
  }

  private HttpResponse serve(
      HttpService service, ServiceRequestContext context, HttpRequest request) throws Exception {
    RequestHeaders headers = request.headers();
    context.mutateAdditionalResponseHeaders(response -> addHeaders(response, headers));
    Route route = context.config().route();
    if (roles.isOpen(headers.method(), route)) {
      return service.serve(context, request);
    }
    String host = headers.authority();
    if (host == null || !hosts.allows(host, context.localAddress())) {
      return refuse(context, request, Refusal.HOST);
    }
    if (OriginCheck.isPreflight(headers)) {
      return origins.preflight(headers);
    }
    if (!origins.allows(headers)) {
      return refuse(context, request, Refusal.ORIGIN);
    }
    Refusal refusal = tokens.required() ? checkToken(context, headers, route) : null;
    return refusal == null
        ? admission.serve(service, context, request, this::note)
        : refuse(context, request, refusal);
  }

  private void addHeaders(HttpHeadersBuilder response, RequestHeaders headers) {
    HEADERS.forEach(response::set);
    origins.addTo(response, headers);
  }

  private @Nullable Refusal checkToken(
      ServiceRequestContext context, RequestHeaders headers, Route route) {
    Optional<String> sent = Credentials.token(headers);
    if (sent.isEmpty()) {
      return Refusal.unauthenticated(
          "no-token", "You are not authenticated: this server wants a token");
    }
    Token token = tokens.find(sent.get()).orElse(null);
    if (token == null) {
      return Refusal.unauthenticated("unknown-token", "The token is not known to this server");
    }
    context.setAttr(TOKEN_NAME, token.name());
    context.setAttr(ROLES, token.roles());
    if (token.isExpired(System.currentTimeMillis())) {
      return Refusal.unauthenticated("expired-token", "The token has expired");
    }
    Set<Role> needed = roles.of(headers.method(), route);
    if (!RouteRoles.may(token.roles(), needed)) {
      return Refusal.forbidden(
          "Permission denied: the token has the roles "
              + token.roleNames()
              + " (expected: one of "
              + names(needed)
              + ")");
    }
    Bucket rate =
        rates.computeIfAbsent(
            token.id(), id -> new Bucket(limits.requestsPerSecond(), System.nanoTime()));
    if (!rate.take(System.nanoTime())) {
      return Refusal.tooMuch(
          "rate",
          "more than "
              + limits.requestsPerSecond()
              + " requests a second with this token; try again in a second");
    }
    if (tokens.used(token)) {
      context.blockingTaskExecutor().execute(tokens::enterUses);
    }
    return null;
  }

  private static Set<Role> names(Set<Role> needed) {
    Set<Role> all = new TreeSet<>(needed);
    all.add(Role.ADMIN);
    return all;
  }

  private HttpResponse refuse(ServiceRequestContext context, HttpRequest request, Refusal refusal) {
    note(context, refusal);
    return refusal.reply(request.headers());
  }

  private void note(ServiceRequestContext context, Refusal refusal) {
    refusals.accept(refusal.kind());
    audit.refused(context, refusal, context.attr(TOKEN_NAME));
  }
}
