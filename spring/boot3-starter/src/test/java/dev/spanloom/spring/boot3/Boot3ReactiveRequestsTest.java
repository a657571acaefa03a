package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.ReactiveRequestsContract;

class Boot3ReactiveRequestsTest extends ReactiveRequestsContract {}
