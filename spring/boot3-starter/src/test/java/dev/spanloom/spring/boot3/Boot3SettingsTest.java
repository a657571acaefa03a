package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.SettingsContract;

class Boot3SettingsTest extends SettingsContract {}
