package dev.spanloom.internal.snapshot;

import dev.spanloom.entities.Document;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * How objects of a class are read, found out once for each class.
 *
 * @param kind the way of reading
 * @param properties for {@link Kind#OBJECT}
 */
record Shape(Kind kind, List<Property> properties) {
  enum Kind {
    TEXT,
    ENUM,
    BYTES,
    OPTIONAL,
    JSON_TREE,
    OPAQUE,
    LAZY,
    DATE,
    DOCUMENT,
    MAP,
    COLLECTION,
    ARRAY,
    OBJECT
  }

  /**
   * A tree whose {@code toString} is JSON text; named, since none of these libraries is required.
   */
  private static final Set<String> JSON_TREES =
      Set.of(
          "com.fasterxml.jackson.core.TreeNode",
          "tools.jackson.core.TreeNode",
          "com.google.gson.JsonElement",
          "jakarta.json.JsonValue",
          "org.json.JSONObject",
          "org.json.JSONArray");

  /** Objects that load from a database when they are touched. */
  private static final Set<String> LAZY_TYPES =
      Set.of(
          "org.hibernate.proxy.HibernateProxy", "org.hibernate.collection.spi.LazyInitializable");

  /** Reading them would use them up, block, or say nothing. */
  private static final List<Class<?>> OPAQUE_TYPES =
      List.of(
          BaseStream.class,
          Iterator.class,
          Flow.Publisher.class,
          java.io.InputStream.class,
          java.io.OutputStream.class,
          java.io.Reader.class,
          java.io.Writer.class,
          java.util.concurrent.Future.class,
          java.util.concurrent.CompletionStage.class,
          java.util.concurrent.Executor.class,
          Thread.class,
          ClassLoader.class);

  private static final Set<String> OPAQUE_NAMES = Set.of("org.reactivestreams.Publisher");

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return find(type);
        }
      };

  static Shape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static Shape find(Class<?> type) {
    if (type == byte[].class) {
      return of(Kind.BYTES);
    } else if (type.isArray()) {
      return of(Kind.ARRAY);
    } else if (Enum.class.isAssignableFrom(type)) {
      return of(Kind.ENUM);
    } else if (type == Document.class) {
      return of(Kind.DOCUMENT);
    } else if (hasSupertype(type, LAZY_TYPES)) {
      return of(Kind.LAZY);
    } else if (hasSupertype(type, JSON_TREES)) {
      return of(Kind.JSON_TREE);
    } else if (Map.class.isAssignableFrom(type)) {
      return of(Kind.MAP);
    } else if (Collection.class.isAssignableFrom(type)) {
      return of(Kind.COLLECTION);
    } else if (type == Optional.class
        || type == OptionalInt.class
        || type == OptionalLong.class
        || type == OptionalDouble.class) {
      return of(Kind.OPTIONAL);
    } else if (type == Date.class) {
      return of(Kind.DATE);
    } else if (isOpaque(type)) {
      return of(Kind.OPAQUE);
    } else if (isText(type)) {
      return of(Kind.TEXT);
    }
    List<Property> properties = type.isRecord() ? recordProperties(type) : beanProperties(type);
    return properties.isEmpty() && !type.isRecord()
        ? of(Kind.TEXT)
        : new Shape(Kind.OBJECT, properties);
  }

  private static Shape of(Kind kind) {
    return new Shape(kind, List.of());
  }

  private static boolean isOpaque(Class<?> type) {
    return type.isSynthetic()
        || type.isHidden()
        || OPAQUE_TYPES.stream().anyMatch(opaque -> opaque.isAssignableFrom(type))
        || hasSupertype(type, OPAQUE_NAMES);
  }

  /** The JDK's own classes print themselves well, and their getters may do anything. */
  private static boolean isText(Class<?> type) {
    String name = type.getName();
    return CharSequence.class.isAssignableFrom(type)
        || Number.class.isAssignableFrom(type)
        || Throwable.class.isAssignableFrom(type)
        || name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.startsWith("sun.")
        || name.startsWith("com.sun.");
  }

  private static boolean hasSupertype(Class<?> type, Set<String> names) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (names.contains(c.getName())) {
        return true;
      }
      for (Class<?> implemented : c.getInterfaces()) {
        if (hasSupertype(implemented, names)) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Property> recordProperties(Class<?> type) {
    List<Property> properties = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      accessible(component.getAccessor())
          .ifPresent(method -> properties.add(new Property(component.getName(), method, null)));
    }
    return List.copyOf(properties);
  }

  private static List<Property> beanProperties(Class<?> type) {
    Map<String, Property> properties = new LinkedHashMap<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        String name = field.getName();
        Property property = getter(type, name, field.getType());
        if (property == null
            && Modifier.isPublic(field.getModifiers())
            && isInstance(field)
            && field.trySetAccessible()) {
          property = new Property(name, null, field);
        }
        if (property != null) {
          properties.putIfAbsent(name, property);
        }
      }
    }
    for (Method method : type.getMethods()) {
      String name = propertyName(method);
      if (!name.isEmpty() && !properties.containsKey(name)) {
        accessible(method).ifPresent(m -> properties.put(name, new Property(name, m, null)));
      }
    }
    return List.copyOf(properties.values());
  }

  private static boolean isInstance(Field field) {
    return !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic();
  }

  /** Fields give the order of the properties, getters their values. */
  private static @Nullable Property getter(Class<?> type, String field, Class<?> fieldType) {
    String capital = Character.toUpperCase(field.charAt(0)) + field.substring(1);
    List<String> names =
        fieldType == boolean.class || fieldType == Boolean.class
            ? List.of("is" + capital, "get" + capital)
            : List.of("get" + capital);
    for (String name : names) {
      try {
        Method method = type.getMethod(name);
        if (!propertyName(method).isEmpty()) {
          Optional<Method> usable = accessible(method);
          if (usable.isPresent()) {
            return new Property(field, usable.get(), null);
          }
        }
      } catch (NoSuchMethodException e) {
        // the next name may exist
      }
    }
    return null;
  }

  /** Empty when the method is no getter. */
  private static String propertyName(Method method) {
    String name = method.getName();
    if (method.getParameterCount() != 0
        || Modifier.isStatic(method.getModifiers())
        || method.isSynthetic()
        || method.getReturnType() == void.class
        || method.getDeclaringClass() == Object.class) {
      return "";
    }
    int prefix =
        name.startsWith("get")
            ? 3
            : name.startsWith("is") && method.getReturnType() == boolean.class ? 2 : 0;
    if (prefix == 0 || name.length() == prefix || !Character.isUpperCase(name.charAt(prefix))) {
      return "";
    }
    return Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1);
  }

  private static Optional<Method> accessible(Method method) {
    try {
      return method.trySetAccessible() ? Optional.of(method) : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** One property: its accessor method or, without one, its public field. */
  record Property(String name, @Nullable Method method, @Nullable Field field) {
    /** The value, or a text that says what reading it threw. */
    @Nullable Object read(Object owner) {
      try {
        return method != null ? method.invoke(owner) : field != null ? field.get(owner) : null;
      } catch (InvocationTargetException e) {
        if (e.getTargetException() instanceof VirtualMachineError fatal
            && !(fatal instanceof StackOverflowError)) {
          throw fatal;
        }
        return "<unreadable: " + e.getTargetException().getClass().getName() + ">";
      } catch (IllegalAccessException | RuntimeException e) {
        return "<unreadable: " + e.getClass().getName() + ">";
      }
    }
  }
}
