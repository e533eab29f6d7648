import datetime
import django.db.models.deletion
import yingzhou.core.crypto
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('divisions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('number', models.CharField(max_length=12, unique=True, verbose_name='户号')),
                ('address', models.CharField(max_length=120, verbose_name='地址')),
                ('division', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
            ],
            options={
                'indexes': [models.Index(fields=['division', 'valid_from', 'valid_to'], name='household_count')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='household_spell')],
            },
        ),
        migrations.CreateModel(
            name='Assets',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('money', models.BigIntegerField(verbose_name='货币财产(分)')),
                ('vehicle', models.BooleanField(verbose_name='有机动车辆')),
                ('premises', models.BooleanField(verbose_name='有非居住类房屋')),
                ('homes', models.PositiveSmallIntegerField(verbose_name='住房套数')),
                ('floor_area', models.PositiveIntegerField(verbose_name='住房建筑面积(平方米)')),
                ('source', models.CharField(max_length=60, verbose_name='来源')),
                ('household', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='people.household')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='assets_spell'), models.UniqueConstraint(fields=('household', 'valid_from'), name='assets_once')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_index=True, max_length=40, verbose_name='姓名')),
                ('pinyin', models.CharField(db_index=True, max_length=80, verbose_name='拼音')),
                ('sound', models.CharField(db_index=True, max_length=80, verbose_name='近音')),
                ('initials', models.CharField(max_length=16, verbose_name='拼音首字母')),
                ('sex', models.SmallIntegerField(choices=[(1, '男'), (2, '女')], verbose_name='性别')),
                ('birth_date', models.DateField(db_index=True, verbose_name='出生日期')),
                ('death_date', models.DateField(null=True, verbose_name='死亡日期')),
                ('id_number', yingzhou.core.crypto.SealedTextField(verbose_name='公民身份号码')),
                ('id_digest', models.BinaryField(max_length=32, unique=True, verbose_name='身份号码摘要')),
            ],
            options={
                'indexes': [models.Index(fields=['initials', 'sound'], name='person_initials')],
            },
        ),
        migrations.CreateModel(
            name='NotSamePerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidate_digest', models.BinaryField(max_length=32)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.CharField(max_length=150)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'candidate_digest'), name='not_same_person_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('relation', models.SmallIntegerField(choices=[(1, '户主'), (2, '配偶'), (3, '子女'), (4, '孙辈'), (5, '父母'), (9, '其他')], verbose_name='与户主关系')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.household')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='membership_spell'), models.UniqueConstraint(fields=('person', 'valid_from'), name='membership_once')],
            },
        ),
        migrations.CreateModel(
            name='LifeEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('birth', '出生'), ('death', '死亡'), ('move_in', '迁入'), ('move_out', '迁出'), ('disability', '残疾证变化'), ('custody', '服刑或强制戒毒'), ('release', '释放或解除')], max_length=10, verbose_name='事件')),
                ('on', models.DateField(verbose_name='发生日期')),
                ('source', models.CharField(max_length=60, verbose_name='来源')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('reversed_at', models.DateTimeField(null=True, verbose_name='撤回时间')),
                ('effects', models.JSONField(null=True, verbose_name='连带变更')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='life_events', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'on'], name='life_event_kind')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('reversed_at__isnull', True)), fields=('person', 'kind', 'on'), name='life_event_once')],
            },
        ),
        migrations.CreateModel(
            name='Kinship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SmallIntegerField(choices=[(1, '父母'), (2, '配偶'), (3, '监护人')], verbose_name='关系')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='kin', to='people.person')),
                ('relative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kin_of', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'relative'), name='kinship_once')],
            },
        ),
        migrations.CreateModel(
            name='Income',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('wage', models.PositiveIntegerField(verbose_name='工资性收入(分/月)')),
                ('pension', models.PositiveIntegerField(verbose_name='养老金(分/月)')),
                ('other', models.PositiveIntegerField(verbose_name='其他收入(分/月)')),
                ('medical', models.PositiveIntegerField(verbose_name='自负医疗支出(分/月)')),
                ('education', models.PositiveIntegerField(verbose_name='教育支出(分/月)')),
                ('employed', models.BooleanField(verbose_name='就业')),
                ('source', models.CharField(max_length=60, verbose_name='来源')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='incomes', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='income_spell'), models.UniqueConstraint(fields=('person', 'valid_from'), name='income_once')],
            },
        ),
        migrations.CreateModel(
            name='Custody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('kind', models.CharField(choices=[('sentence', '服刑'), ('rehab', '强制隔离戒毒')], max_length=10, verbose_name='哪一种')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='custodies', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='custody_spell'), models.UniqueConstraint(fields=('person', 'valid_from'), name='custody_once')],
            },
        ),
        migrations.CreateModel(
            name='Illness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('source', models.CharField(blank=True, max_length=60, verbose_name='来源')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='illnesses', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='illness_spell'), models.UniqueConstraint(fields=('person', 'valid_from'), name='illness_once')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('roll', models.CharField(choices=[('dibao', '城乡低保'), ('partner', '老伙伴计划服务对象'), ('left_behind', '农村留守儿童'), ('platform', '社区云居社互动平台注册家庭')], max_length=20, verbose_name='名册')),
                ('household', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='people.household')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['roll', 'valid_from', 'valid_to', 'person', 'household'], name='enrolment_count')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='enrolment_spell'), models.CheckConstraint(condition=models.Q(('person__isnull', True), ('household__isnull', True), _connector='XOR'), name='enrolment_one_holder'), models.UniqueConstraint(fields=('roll', 'person', 'valid_from'), name='enrolment_person_once'), models.UniqueConstraint(fields=('roll', 'household', 'valid_from'), name='enrolment_household_once')],
            },
        ),
        migrations.CreateModel(
            name='DisabilityCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('category', models.SmallIntegerField(choices=[(1, '视力'), (2, '听力'), (3, '言语'), (4, '肢体'), (5, '智力'), (6, '精神'), (7, '多重')], verbose_name='类别')),
                ('grade', models.SmallIntegerField(verbose_name='等级')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disability_certificates', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='disability_spell'), models.CheckConstraint(condition=models.Q(('grade__range', (1, 4))), name='disability_grade'), models.UniqueConstraint(fields=('person', 'category', 'valid_from'), name='disability_once')],
            },
        ),
        migrations.CreateModel(
            name='CareLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('level', models.SmallIntegerField(verbose_name='照护等级')),
                ('source', models.CharField(blank=True, max_length=60, verbose_name='来源')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='care_levels', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='care_level_spell'), models.CheckConstraint(condition=models.Q(('level__range', (1, 6))), name='care_level_range'), models.UniqueConstraint(fields=('person', 'valid_from'), name='care_level_once')],
            },
        ),
        migrations.CreateModel(
            name='Residence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('kind', models.SmallIntegerField(choices=[(1, '户籍'), (2, '常住')], verbose_name='类别')),
                ('address', models.CharField(blank=True, max_length=120, verbose_name='地址')),
                ('division', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='residences', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'division', 'valid_from', 'valid_to'], name='residence_count')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='residence_spell'), models.UniqueConstraint(fields=('person', 'kind', 'valid_from'), name='residence_once')],
            },
        ),
        migrations.CreateModel(
            name='Schooling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('stage', models.SmallIntegerField(choices=[(1, '学前'), (2, '义务教育'), (3, '普通高中'), (4, '中职'), (5, '高校')], verbose_name='学段')),
                ('source', models.CharField(blank=True, max_length=60, verbose_name='来源')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='schoolings', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='schooling_spell'), models.UniqueConstraint(fields=('person', 'valid_from'), name='schooling_once')],
            },
        ),
        migrations.CreateModel(
            name='FactChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.BigIntegerField(verbose_name='审计序号')),
                ('household', models.BigIntegerField(null=True, verbose_name='户')),
                ('since', models.DateField(verbose_name='从哪天起')),
                ('until', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='到哪天止')),
                ('what', models.CharField(max_length=40, verbose_name='什么')),
                ('before', models.CharField(blank=True, max_length=200, verbose_name='原来')),
                ('after', models.CharField(blank=True, max_length=200, verbose_name='现在')),
                ('recorded_at', models.DateTimeField(verbose_name='登记时间')),
                ('recorded_by', models.CharField(max_length=150, verbose_name='登记人')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'indexes': [models.Index(fields=['entry'], name='fact_change_entry')],
                'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', False), ('household__isnull', False), _connector='OR'), name='fact_change_of_somebody')],
            },
        ),
        migrations.CreateModel(
            name='DeathReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='死亡日期')),
                ('origin', models.CharField(choices=[('village', '村居'), ('counter', '受理窗口'), ('town', '乡镇'), ('bureau', '区民政局'), ('police', '公安'), ('health', '卫生健康'), ('hospital', '医院'), ('data', '数据共享')], max_length=10, verbose_name='来源')),
                ('office', models.CharField(max_length=80, verbose_name='单位')),
                ('evidence', models.CharField(max_length=60, verbose_name='凭据')),
                ('reported_at', models.DateTimeField(verbose_name='报告时间')),
                ('reported_by', models.BigIntegerField(null=True, verbose_name='报告人')),
                ('reporter', models.CharField(max_length=150, verbose_name='报告人账号')),
                ('state', models.CharField(choices=[('recorded', '据此登记'), ('same', '与登记一致'), ('differs', '日期和登记的不一样, 待核实'), ('held', '还没有登记, 待核实'), ('adopted', '核实后按这一条登记'), ('rejected', '核实后不采用'), ('withdrawn', '报送方撤回'), ('undone', '登记后来撤回')], max_length=10, verbose_name='办到哪里')),
                ('due', models.DateField(null=True, verbose_name='核实期限')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='核实时间')),
                ('settled_by', models.CharField(blank=True, max_length=150, verbose_name='核实人')),
                ('reason', models.CharField(blank=True, max_length=120, verbose_name='说明')),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='people.lifeevent')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='death_reports', to='people.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due__isnull', False)), fields=['due', 'id'], name='death_report_open'), models.Index(fields=['origin', 'office', 'id'], name='death_report_office')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['rejected', 'withdrawn', 'undone']), _negated=True), fields=('person', 'origin', 'office', 'on'), name='death_report_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['recorded', 'same', 'adopted', 'differs']), _negated=True), ('event__isnull', False), _connector='OR'), name='death_report_behind_an_event')],
            },
        ),
    ]
