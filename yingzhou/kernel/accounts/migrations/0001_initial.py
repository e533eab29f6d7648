import datetime
import django.contrib.auth.models
import django.db.models.deletion
import yingzhou.core.clock
import yingzhou.core.crypto
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('divisions', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='登录名')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='邮箱')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('is_demo', models.BooleanField(default=False, verbose_name='演示账号')),
                ('kind', models.CharField(choices=[('staff', '工作人员'), ('resident', '居民'), ('client', '接口')], default='staff', max_length=8, verbose_name='类别')),
                ('date_joined', models.DateTimeField(default=yingzhou.core.clock.now, verbose_name='开户时间')),
                ('password_changed_at', models.DateTimeField(default=yingzhou.core.clock.now, verbose_name='口令更换时间')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='须更换口令')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='people.person', verbose_name='本人')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'kind'), name='user_once_a_person'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'resident'), _negated=True), ('person__isnull', False), _connector='OR'), name='resident_is_a_person')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='AccessCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='发放时间')),
                ('made_by', models.CharField(max_length=150, verbose_name='发放人')),
                ('valid_until', models.DateTimeField(verbose_name='有效至')),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True, verbose_name='首次使用')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='作废时间')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='access_codes', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='ApiClient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('organisation', models.CharField(max_length=80, verbose_name='单位')),
                ('digest', models.BinaryField(max_length=32, unique=True)),
                ('former_digest', models.BinaryField(max_length=32, null=True, unique=True)),
                ('former_until', models.DateTimeField(null=True, verbose_name='旧令牌有效至')),
                ('scopes', models.JSONField(default=list, verbose_name='可以做什么')),
                ('per_minute', models.PositiveSmallIntegerField(default=120, verbose_name='每分钟最多几次')),
                ('valid_until', models.DateTimeField(verbose_name='有效至')),
                ('made_at', models.DateTimeField(verbose_name='开通时间')),
                ('made_by', models.CharField(max_length=150, verbose_name='开通人')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='停用时间')),
                ('used_on', models.DateField(null=True, verbose_name='最近使用')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='api_client', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ApiCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100)),
                ('content', models.BinaryField(max_length=32)),
                ('status', models.PositiveSmallIntegerField()),
                ('body', yingzhou.core.crypto.SealedTextField()),
                ('made_at', models.DateTimeField(db_index=True)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='accounts.apiclient')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('client', 'key'), name='api_call_once')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('role', models.CharField(choices=[('leader', '分管领导'), ('bureau', '区民政局业务科'), ('town', '乡镇经办'), ('approver', '乡镇审核确认'), ('counter', '受理中心窗口'), ('village', '村居干部'), ('adviser', '救助顾问'), ('department', '协办部门'), ('notifier', '死亡信息报送'), ('finance', '资金发放经办'), ('treasurer', '资金审批'), ('archivist', '档案管理员'), ('administrator', '系统管理员'), ('auditor', '安全审计员')], max_length=30, verbose_name='角色')),
                ('unit', models.CharField(blank=True, max_length=60, verbose_name='部门')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='divisions.division')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='assignment_spell'), models.UniqueConstraint(fields=('user', 'role', 'division', 'valid_from'), name='assignment_once')],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起始日期')),
                ('valid_to', models.DateField(default=datetime.date(9999, 12, 31), verbose_name='终止日期')),
                ('items', models.JSONField(default=list, verbose_name='限哪些事项')),
                ('evidence', models.CharField(max_length=200, verbose_name='凭据')),
                ('made_at', models.DateTimeField(verbose_name='登记时间')),
                ('made_by', models.CharField(max_length=150, verbose_name='登记人')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandated', to='people.person', verbose_name='代办人')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='people.person', verbose_name='委托人')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='mandate_spell'), models.CheckConstraint(condition=models.Q(('principal', models.F('agent')), _negated=True), name='mandate_to_another')],
            },
        ),
    ]
