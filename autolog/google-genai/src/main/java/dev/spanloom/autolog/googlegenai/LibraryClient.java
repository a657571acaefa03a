package dev.spanloom.autolog.googlegenai;

import com.google.genai.types.ClientOptions;
import com.google.genai.types.ProxyOptions;
import com.google.genai.types.ProxyType;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The HTTP client that the library makes when it is given none. It heeds connections and proxies of
 * its options only then, so that they are set here.
 */
final class LibraryClient {
  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

  private LibraryClient() {}

  static OkHttpClient of(ClientOptions options) {
    Dispatcher dispatcher = new Dispatcher();
    options.maxConnections().ifPresent(dispatcher::setMaxRequests);
    options.maxConnectionsPerHost().ifPresent(dispatcher::setMaxRequestsPerHost);
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            // no limits: models think for long
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO);
    options.proxyOptions().ifPresent(proxy -> setProxy(builder, proxy));
    return builder.build();
  }

  private static void setProxy(OkHttpClient.Builder builder, ProxyOptions options) {
    ProxyType.Known type = options.type().map(ProxyType::knownEnum).orElse(ProxyType.Known.HTTP);
    if (type == ProxyType.Known.DIRECT) {
      builder.proxy(Proxy.NO_PROXY);
      return;
    }
    if (type != ProxyType.Known.HTTP && type != ProxyType.Known.SOCKS) {
      throw new IllegalArgumentException(
          "proxy type is " + type + ", but must be one of HTTP, SOCKS, DIRECT");
    }
    String host = options.host().orElseThrow(() -> missing("host"));
    int port = options.port().orElseThrow(() -> missing("port"));
    builder.proxy(
        new Proxy(
            type == ProxyType.Known.SOCKS ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
            new InetSocketAddress(host, port)));
    if (options.username().isPresent() != options.password().isPresent()) {
      throw missing(options.username().isPresent() ? "password" : "username");
    }
    if (options.username().isPresent() && options.password().isPresent()) {
      builder.proxyAuthenticator(
          authenticator(Credentials.basic(options.username().get(), options.password().get())));
    }
  }

  private static IllegalArgumentException missing(String what) {
    return new IllegalArgumentException("the proxy has no " + what + ", but one must be given");
  }

  private static Authenticator authenticator(String credentials) {
    return (route, response) ->
        // what was sent once and refused is not sent again
        response.request().header(PROXY_AUTHORIZATION) != null
            ? null
            : response.request().newBuilder().header(PROXY_AUTHORIZATION, credentials).build();
  }
}
