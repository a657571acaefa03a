package dev.spanloom.autolog.bedrock;

import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** Clients of a provider on loopback: signed requests, two retries. */
final class Clients {
  static final String SECRET = "the-secret-of-the-key-0815";

  /** Shared, as its threads take two seconds to end. */
  private static final SdkAsyncHttpClient NETTY =
      NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1).build();

  private Clients() {}

  static BedrockRuntimeClient blocking(String url, String key) {
    return blocking(url, key, more -> {});
  }

  static BedrockRuntimeClient blocking(
      String url, String key, Consumer<ClientOverrideConfiguration.Builder> more) {
    return BedrockRuntimeClient.builder()
        .endpointOverride(URI.create(url))
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(key))
        .overrideConfiguration(configuration(more))
        .build();
  }

  static BedrockRuntimeAsyncClient async(String url, String key) {
    return BedrockRuntimeAsyncClient.builder()
        .endpointOverride(URI.create(url))
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(key))
        .overrideConfiguration(configuration(more -> {}))
        .httpClient(NETTY)
        .build();
  }

  private static ClientOverrideConfiguration configuration(
      Consumer<ClientOverrideConfiguration.Builder> more) {
    ClientOverrideConfiguration.Builder builder =
        ClientOverrideConfiguration.builder().retryStrategy(RetryMode.STANDARD);
    more.accept(builder);
    return builder.build();
  }

  private static StaticCredentialsProvider credentials(String key) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(key, SECRET));
  }
}
