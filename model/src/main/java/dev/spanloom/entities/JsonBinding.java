package dev.spanloom.entities;

import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads plain values into the types of a program: records, beans with setters, enums, collections,
 * maps, scalars. Property names match as they are or in snake case; what the type does not know is
 * left out.
 */
final class JsonBinding {
  private JsonBinding() {}

  static <T> @Nullable T bind(@Nullable Object plain, Class<T> type) {
    Object bound = convert(plain, type);
    if (bound == null) {
      return null;
    }
    @SuppressWarnings("unchecked") // primitives come boxed, which cast() would refuse
    T result = type.isPrimitive() ? (T) bound : type.cast(bound);
    return result;
  }

  static <T> List<T> bindList(@Nullable Object plain, Class<T> elementType) {
    if (!(plain instanceof Collection<?> items)) {
      throw mismatch(plain, List.class);
    }
    List<T> list = new ArrayList<>(items.size());
    for (Object item : items) {
      T bound = bind(item, elementType);
      if (bound != null) {
        list.add(bound);
      }
    }
    return list;
  }

  static Optional<Document> document(@Nullable Object item) {
    if (!(item instanceof Map<?, ?> map) || map.get("page_content") == null) {
      return Optional.empty();
    }
    return Optional.of(Document.fromMap(stringKeys(map)));
  }

  static Map<String, @Nullable Object> stringKeys(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  private static @Nullable Object convert(@Nullable Object plain, Type type) {
    if (type instanceof ParameterizedType generic) {
      return convertGeneric(plain, generic);
    }
    if (type instanceof WildcardType wildcard) {
      return convert(plain, wildcard.getUpperBounds()[0]);
    }
    if (type instanceof TypeVariable<?> || type instanceof GenericArrayType) {
      return plain;
    }
    return convertClass(plain, (Class<?>) type);
  }

  private static @Nullable Object convertGeneric(
      @Nullable Object plain, ParameterizedType generic) {
    Class<?> raw = (Class<?>) generic.getRawType();
    Type[] arguments = generic.getActualTypeArguments();
    if (raw == Optional.class) {
      return Optional.ofNullable(convert(plain, arguments[0]));
    }
    if (plain instanceof Collection<?> items && raw.isAssignableFrom(ArrayList.class)) {
      return convertItems(items, arguments[0], new ArrayList<>());
    }
    if (plain instanceof Collection<?> items && raw.isAssignableFrom(LinkedHashSet.class)) {
      return convertItems(items, arguments[0], new LinkedHashSet<>());
    }
    if (plain instanceof Map<?, ?> map && raw.isAssignableFrom(LinkedHashMap.class)) {
      Map<@Nullable Object, @Nullable Object> converted = new LinkedHashMap<>();
      map.forEach(
          (key, value) -> converted.put(convert(key, arguments[0]), convert(value, arguments[1])));
      return converted;
    }
    return convertClass(plain, raw);
  }

  private static Collection<@Nullable Object> convertItems(
      Collection<?> items, Type itemType, Collection<@Nullable Object> into) {
    for (Object item : items) {
      into.add(convert(item, itemType));
    }
    return into;
  }

  private static @Nullable Object convertClass(@Nullable Object plain, Class<?> type) {
    if (plain == null) {
      if (type.isPrimitive()) {
        throw mismatch(null, type);
      }
      return null;
    }
    if (type.isInstance(plain)) {
      return plain;
    }
    if (type == String.class) {
      return plain.toString();
    }
    if (plain instanceof Number number) {
      return convertNumber(number, type);
    }
    if (plain instanceof Boolean && type == boolean.class) {
      return plain;
    }
    if (plain instanceof String text) {
      return convertText(text, type);
    }
    if (plain instanceof Collection<?> items) {
      if (type.isAssignableFrom(LinkedHashSet.class) && Set.class.isAssignableFrom(type)) {
        return new LinkedHashSet<>(items);
      }
      if (type.isArray()) {
        return toArray(items, type.getComponentType());
      }
    }
    if (plain instanceof Map<?, ?> map) {
      if (type == Document.class) {
        return Document.fromMap(stringKeys(map));
      }
      return type.isRecord() ? newRecord(stringKeys(map), type) : newBean(stringKeys(map), type);
    }
    throw mismatch(plain, type);
  }

  private static Object toArray(Collection<?> items, Class<?> componentType) {
    Object array = java.lang.reflect.Array.newInstance(componentType, items.size());
    int i = 0;
    for (Object item : items) {
      java.lang.reflect.Array.set(array, i++, convert(item, componentType));
    }
    return array;
  }

  /** Numbers that do not fit, such as 1.5 for an int, are refused rather than cut. */
  private static Object convertNumber(Number number, Class<?> type) {
    try {
      if (type == double.class || type == Double.class) {
        return number.doubleValue();
      } else if (type == float.class || type == Float.class) {
        return number.floatValue();
      }
      BigDecimal exact = new BigDecimal(number.toString());
      if (type == long.class || type == Long.class) {
        return exact.longValueExact();
      } else if (type == int.class || type == Integer.class) {
        return exact.intValueExact();
      } else if (type == short.class || type == Short.class) {
        return exact.shortValueExact();
      } else if (type == byte.class || type == Byte.class) {
        return exact.byteValueExact();
      } else if (type == BigDecimal.class) {
        return exact;
      } else if (type == BigInteger.class) {
        return exact.toBigIntegerExact();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw mismatch(number, type);
    }
    throw mismatch(number, type);
  }

  /**
   * Enums by name, characters, and every type that has a static {@code parse}, {@code valueOf} or
   * {@code fromString}.
   */
  private static Object convertText(String text, Class<?> type) {
    if ((type == char.class || type == Character.class) && text.length() == 1) {
      return text.charAt(0);
    }
    if (type.isEnum()) {
      return enumConstant(text, type);
    }
    for (String factory : List.of("valueOf", "parse", "fromString")) {
      for (Class<?> parameter : List.of(String.class, CharSequence.class)) {
        try {
          Method method = type.getMethod(factory, parameter);
          if (Modifier.isStatic(method.getModifiers())
              && type.isAssignableFrom(method.getReturnType())
              && method.trySetAccessible()) {
            return method.invoke(null, text);
          }
        } catch (NoSuchMethodException e) {
          // the next factory may exist
        } catch (IllegalAccessException | InvocationTargetException e) {
          throw mismatch(text, type);
        }
      }
    }
    try {
      return type.getConstructor(String.class).newInstance(text);
    } catch (ReflectiveOperationException e) {
      throw mismatch(text, type);
    }
  }

  private static Object enumConstant(String text, Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(text)) {
        return constant;
      }
    }
    throw mismatch(text, type);
  }

  private static Object newRecord(Map<String, @Nullable Object> map, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Object value = property(map, components[i].getName());
      arguments[i] =
          value == null && types[i].isPrimitive()
              ? java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(types[i], 1), 0)
              : convert(value, components[i].getGenericType());
    }
    return create(type, types, arguments);
  }

  private static Object newBean(Map<String, @Nullable Object> map, Class<?> type) {
    Object bean = create(type, new Class<?>[0], new Object[0]);
    for (Method method : type.getMethods()) {
      String name = method.getName();
      if (method.getParameterCount() == 1 && name.length() > 3 && name.startsWith("set")) {
        Object value = property(map, Character.toLowerCase(name.charAt(3)) + name.substring(4));
        if (value != null) {
          try {
            method.setAccessible(true);
            method.invoke(bean, convert(value, method.getGenericParameterTypes()[0]));
          } catch (ReflectiveOperationException | RuntimeException e) {
            throw mismatch(value, type);
          }
        }
      }
    }
    return bean;
  }

  private static @Nullable Object property(Map<String, @Nullable Object> map, String name) {
    Object value = map.get(name);
    return value != null
        ? value
        : map.get(name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT));
  }

  private static Object create(Class<?> type, Class<?>[] types, @Nullable Object[] arguments) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw MlflowException.invalidParameter(
          "cannot make a " + type.getName() + ": " + e.getTargetException().getMessage());
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw MlflowException.invalidParameter(
          "cannot make a "
              + type.getName()
              + " (expected: a record, or a class with an accessible empty constructor)");
    }
  }

  private static MlflowException mismatch(@Nullable Object plain, Class<?> type) {
    String text = String.valueOf(plain);
    return MlflowException.invalidParameter(
        "value does not fit "
            + type.getName()
            + ": "
            + (text.length() > 200 ? text.substring(0, 200) + "..." : text));
  }
}
