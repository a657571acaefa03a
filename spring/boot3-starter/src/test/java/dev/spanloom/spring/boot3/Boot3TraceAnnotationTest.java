package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.TraceAnnotationContract;

class Boot3TraceAnnotationTest extends TraceAnnotationContract {}
