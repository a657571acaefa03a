package dev.spanloom.autolog.bedrock;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Requests and responses of the AWS SDK as the JSON that they are on the wire. */
final class SdkValues {
  private SdkValues() {}

  /** The members that are set, by the names that AWS gives them. Bytes are base64. */
  static Map<String, @Nullable Object> of(SdkPojo pojo) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = field.getValueOrDefault(pojo);
      if (value != null && !isUnset(value)) {
        values.put(field.memberName(), plain(value));
      }
    }
    return values;
  }

  private static boolean isUnset(Object value) {
    return value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    }
    if (value instanceof SdkPojo pojo) {
      return of(pojo);
    }
    if (value instanceof Document document) {
      return plain(document);
    }
    if (value instanceof SdkBytes bytes) {
      return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>(list.size());
      list.forEach(item -> all.add(plain(item)));
      return all;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      map.forEach((key, item) -> all.put(String.valueOf(key), plain(item)));
      return all;
    }
    return value instanceof Number ? value : value.toString();
  }

  private static @Nullable Object plain(Document document) {
    if (document.isNull()) {
      return null;
    }
    if (document.isMap()) {
      return plain(document.asMap());
    }
    if (document.isList()) {
      return plain(document.asList());
    }
    if (document.isNumber()) {
      return number(document.asNumber());
    }
    return document.isBoolean() ? (Object) document.asBoolean() : document.asString();
  }

  private static Object number(SdkNumber number) {
    BigDecimal exact = number.bigDecimalValue();
    try {
      return exact.longValueExact();
    } catch (ArithmeticException e) {
      return exact.doubleValue();
    }
  }
}
